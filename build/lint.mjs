// @ts-check
import { runTool } from './run.mjs'

const eslint = await runTool('eslint/bin/eslint.js', ['.', '--max-warnings=0', ...process.argv.slice(2)])
const prettier = await runTool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.'])
process.exitCode = eslint === 0 && prettier === 0 ? 0 : 1
