// @ts-check
import { runTool } from './run.mjs'

const runtimes = ['shared', 'electron', 'electron/main', 'electron/preload', 'renderer', 'build', 'tests']

let failed = 0
for (const runtime of runtimes) {
  // vue-tsc is tsc for files without .vue; one program serves all.
  const code = await runTool('vue-tsc/bin/vue-tsc.js', ['--project', runtime])
  if (code !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
