// @ts-check
import path from 'node:path'
import { root, runTool } from './run.mjs'

const runtimes = ['shared', 'electron', 'electron/main', 'electron/preload', 'renderer', 'build', 'tests']

let failed = 0
for (const runtime of runtimes) {
  // vue-tsc is tsc for files without .vue; one program serves all.
  // What was checked before and has not changed since is not checked again.
  const known = path.join(root, 'dist/types', `${runtime.replace('/', '-')}.tsbuildinfo`)
  const options = ['--project', runtime, '--incremental', '--tsBuildInfoFile', known]
  const code = await runTool('vue-tsc/bin/vue-tsc.js', options)
  if (code !== 0) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
