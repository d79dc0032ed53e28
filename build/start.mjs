// @ts-check
import { downloadElectron, failedLately, findElectron, sandboxProblem } from './start/electron-binary.mjs'
import { hasDisplay, openDesktop, serveConsole } from './start/open-console.mjs'
import { prepareBuild, prepareGuest } from './start/prepare.mjs'
import { reasonOf, step } from './start/steps.mjs'

/** The loader's exit code where a shared library is missing. */
const cannotLoad = 127

/** @returns {Promise<string | null>} Electron's executable where the desktop application can be opened with it */
async function prepareElectron() {
  if (!hasDisplay()) return null
  if (findElectron() === null && !failedLately()) {
    await step(downloadElectron).catch((error) => {
      console.log(`Electron could not be downloaded (${reasonOf(error)}); the console opens in the browser instead.`)
      console.log('Once there is a network, “npx install-electron” gets it.')
    })
  }
  const electron = findElectron()
  const problem = electron === null ? null : sandboxProblem(electron)
  if (problem === null) return electron
  console.log(`${problem}\nThe console opens in the browser meanwhile.`)
  return null
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
async function start(args) {
  await prepareBuild()
  await prepareGuest()
  const electron = await prepareElectron()
  if (electron !== null) {
    const code = await openDesktop(electron, args)
    if (code !== cannotLoad) return code
    console.log('Electron cannot run here, as it says above; the console opens in the browser instead.')
  }
  return serveConsole(args)
}

try {
  process.exitCode = await start(process.argv.slice(2))
} catch (error) {
  console.error(`Viridian cannot start: ${reasonOf(error)}`)
  process.exitCode = 1
}
