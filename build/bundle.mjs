// @ts-check
import { cp, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { build as bundle } from 'esbuild'
import { build as buildPage } from 'vite'
import { root } from './run.mjs'

const dist = path.join(root, 'dist')

/** What bundled CommonJS packages (ws, commander) expect of Node, in ES module output. */
const commonJsBanner = [
  "import { createRequire as __createRequire } from 'node:module'",
  'const require = __createRequire(import.meta.url), __filename = import.meta.filename',
].join('; ')

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
  absWorkingDir: root,
  legalComments: 'linked',
}

/** The programs that run under Node: source entry -> file below dist. */
const programs = [
  { entry: 'electron/main/main.ts', out: 'main/main.js', external: ['electron'] },
  { entry: 'electron/cli/viridian.ts', out: 'cli/viridian.js', external: [] },
  { entry: 'electron/engines/embedded/machine.ts', out: 'machine/machine.js', external: [] },
  { entry: 'electron/host/jobs/job-process.ts', out: 'job/job.js', external: [] },
]

/**
 * What a program imports only when it needs it becomes a file of its own, which nobody else has to wait for.
 * @param {{ entry: string, out: string, external: string[] }} program
 */
export async function bundleProgram({ entry, out, external }) {
  const folder = path.join(dist, path.dirname(out))
  const { metafile } = await bundle({
    ...common,
    entryPoints: { [path.basename(out, '.js')]: entry },
    outdir: folder,
    chunkNames: 'part-[hash]',
    splitting: true,
    metafile: true,
    format: 'esm',
    external: [...external, 'bufferutil', 'utf-8-validate'],
    banner: { js: commonJsBanner },
  })
  const made = new Set(Object.keys(metafile.outputs).map((file) => path.basename(file)))
  for (const name of await readdir(folder)) {
    if (/^part-\w+\.js/.test(name) && !made.has(name)) await rm(path.join(folder, name))
  }
}

export async function bundlePrograms() {
  await Promise.all(programs.map(bundleProgram))
  // A sandboxed preload script is CommonJS.
  await bundle({
    ...common,
    entryPoints: ['electron/preload/preload.ts'],
    outfile: path.join(dist, 'preload/preload.cjs'),
    format: 'cjs',
    external: ['electron'],
  })
}

export async function bundleRenderer() {
  const environment = process.env.NODE_ENV
  try {
    await buildPage({ configFile: path.join(root, 'build/vite.config.mjs'), logLevel: 'warn' })
  } finally {
    // Vite says "production" to this whole process, and so to the tests it starts next: a production Vue tells them of no emitted event.
    if (environment === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = environment
  }
}

/** Files the programs read at run time, beside them. */
export async function copyResources() {
  await mkdir(path.join(dist, 'machine'), { recursive: true })
  await rm(path.join(dist, 'firmware'), { recursive: true, force: true })
  await cp(path.join(root, 'build/firmware'), path.join(dist, 'firmware'), { recursive: true })
  await cp(path.join(root, 'node_modules/v86/build/v86.wasm'), path.join(dist, 'machine/v86.wasm'))
}
