// @ts-check
import { finishAll } from './side-by-side.mjs'

/** Programs with .vue files in them, which only vue-tsc reads. The longest first. */
const withPages = ['renderer', 'tests/tsconfig.pages.json']
/** All others are the native compiler's, which takes a quarter of the time. */
const native = ['tests/tsconfig.native.json', 'electron', 'electron/main', 'shared', 'build', 'electron/preload']

/** What was checked before and has not changed since is not checked again. @param {string} program */
function incremental(program) {
  const known = `dist/types/${program.replaceAll('/', '-').replace('.json', '')}.tsbuildinfo`
  return ['--project', program, '--incremental', '--tsBuildInfoFile', known]
}

process.exitCode = (await finishAll([
  ...withPages.map((program) => ({ script: 'node_modules/vue-tsc/bin/vue-tsc.js', args: incremental(program) })),
  ...native.map((program) => ({ script: 'node_modules/typescript-native/bin/tsc', args: incremental(program) })),
]))
  ? 0
  : 1
