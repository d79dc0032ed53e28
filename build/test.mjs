// @ts-check
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { installDependencies } from './install.mjs'
import { root, runScript, runTool } from './run.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

const reports = path.join(root, 'dist/test')

/** @param {string} title */
function heading(title) {
  console.log(`\n— ${title} —`)
}

/** @param {string} title @param {string} script @returns {Promise<Tally>} a script of ours, as one check */
async function check(title, script) {
  const { code, output } = await runScript(`build/${script}`)
  heading(title)
  process.stdout.write(output)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

/**
 * What a runner's JSON report counts. A runner that failed without a failing test (it could not start, an error between
 * tests) counts as one failure.
 * @param {number} code @param {string} file @param {(report: any) => Tally} read
 * @returns {Tally}
 */
function tally(code, file, read) {
  try {
    const counted = read(JSON.parse(readFileSync(file, 'utf8')))
    return { ...counted, failed: code !== 0 && counted.failed === 0 ? 1 : counted.failed }
  } catch (error) {
    console.error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

/** @param {readonly ('unit' | 'host')[]} projects */
async function vitest(projects) {
  heading(projects.includes('host') ? 'Unit and host tests' : 'Unit tests')
  const file = path.join(reports, 'vitest.json')
  const code = await runTool('vitest/vitest.mjs', [
    'run',
    '--config=tests/vitest.config.mjs',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  return tally(code, file, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numFailedTestSuites * (report.numFailedTests === 0 ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
  }))
}

/** Runs beside other tests: what it prints comes when it ends. @param {string | undefined} chromium */
async function playwright(chromium) {
  const file = path.join(reports, 'playwright.json')
  const { code, output } = await runScript(
    'node_modules/@playwright/test/cli.js',
    ['test', '--config=tests/playwright.config.ts'],
    chromium === undefined ? {} : { VIRIDIAN_CHROMIUM: chromium },
  )
  heading('Console in the browser and on the desktop')
  process.stdout.write(output)
  return tally(code, file, (report) => ({
    passed: report.stats.expected,
    // Flaky means broken.
    failed: report.stats.unexpected + report.stats.flaky,
    skipped: report.stats.skipped,
  }))
}

/** Installs what the tests ask and makes what they run, the booted guest too. */
async function prepare() {
  const { ensureTestTools } = await import('./test-tools.mjs')
  const { chromium } = await ensureTestTools()
  const { buildStale } = await import('./stale.mjs')
  await buildStale()
  const progress = (/** @type {string} */ text) => console.log(text)
  const { makeGuests } = await import('./guest/make-guest.mjs')
  await makeGuests({ progress })
  const { makeWarmGuest } = await import('./guest/warm.mjs')
  await makeWarmGuest({ progress })
  return chromium
}

const checks = () => [check('Types', 'typecheck.mjs'), check('Lint', 'lint.mjs')]

/** What needs no guest and no browser. @returns {Promise<Tally[]>} */
async function quickly() {
  const { ensureUnitTools } = await import('./test-tools.mjs')
  await ensureUnitTools()
  const { buildStale } = await import('./stale.mjs')
  await buildStale()
  return Promise.all([...checks(), vitest(['unit'])])
}

/** @returns {Promise<Tally[]>} */
async function everything() {
  const [chromium, ...checked] = await Promise.all([prepare(), ...checks()])
  return [...checked, ...(await Promise.all([vitest(['unit', 'host']), playwright(chromium)]))]
}

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
await installDependencies()
rmSync(reports, { recursive: true, force: true })
const tallies = await (options.quick ? quickly() : everything())

/** @param {keyof Tally} key */
const total = (key) => tallies.reduce((sum, one) => sum + one[key], 0)
const skipped = total('skipped')
console.log(`\n${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = total('failed') === 0 ? 0 : 1
