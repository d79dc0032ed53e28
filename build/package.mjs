// @ts-check
import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from './run.mjs'
import { prepareBuild, prepareGuest } from './start/prepare.mjs'
import { reasonOf } from './start/steps.mjs'

const timeLimit = 30 * 60_000

/** What the packager says when one of its downloads fails: Electron's distribution, an installer's tools. */
const downloadFailed = /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|getaddrinfo|fetch failed/

/** @param {string[]} args @returns {Promise<{ code: number, output: string }>} */
function runBuilder(args) {
  const script = path.join(root, 'node_modules/electron-builder/cli.js')
  const config = ['--config', 'build/electron-builder.mjs', '--publish', 'never']
  return new Promise((resolve, reject) => {
    const builder = spawn(process.execPath, [script, ...config, ...args], {
      cwd: root,
      stdio: ['inherit', 'pipe', 'pipe'],
      timeout: timeLimit,
    })
    let output = ''
    for (const [from, to] of /** @type {const} */ ([
      [builder.stdout, process.stdout],
      [builder.stderr, process.stderr],
    ])) {
      from.on('data', (chunk) => {
        output += chunk
        to.write(chunk)
      })
    }
    builder.once('error', reject)
    builder.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

try {
  await prepareBuild()
  await prepareGuest()
  const { code, output } = await runBuilder(process.argv.slice(2))
  if (code === 0) console.log(`The packages are in ${path.join(root, 'release')}.`)
  else if (downloadFailed.test(output)) {
    console.error(
      'Packaging needs Electron’s distribution and the installers’ tools, which could not be downloaded. ' +
        'Try again with a network, or name a copy: -c.electronDist=FOLDER.',
    )
  }
  process.exitCode = code
} catch (error) {
  console.error(`Viridian cannot be packaged: ${reasonOf(error)}`)
  process.exitCode = 1
}
