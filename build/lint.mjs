// @ts-check
import { finishAll } from './side-by-side.mjs'

/** @param {string} tool @param {...string} args */
const check = (tool, ...args) => ({ script: `node_modules/${tool}`, args })

// Prettier looks again only at files whose content, or its own version or options, are other than when they were in order.
process.exitCode = (await finishAll([
  check('eslint/bin/eslint.js', '.', '--max-warnings=0', ...process.argv.slice(2)),
  check('oxlint/bin/oxlint', '--deny-warnings'),
  check(
    'prettier/bin/prettier.cjs',
    ...[
      '--check',
      '--log-level=warn',
      '--cache',
      '--cache-strategy=content',
      '--cache-location=dist/types/prettier',
      '.',
    ],
  ),
]))
  ? 0
  : 1
