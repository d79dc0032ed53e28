import { existsSync, readFileSync, statSync } from 'node:fs'
import Module, { createRequire, register } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from './app.ts'
import { electron } from './electron.ts'

/** The command line of Electron: `[-r script]… [switches] <application folder or main script> [arguments]`. */
interface CommandLine {
  readonly preloaded: readonly string[]
  readonly target: string
}

function parseCommandLine(args: readonly string[]): CommandLine {
  const preloaded: string[] = []
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (arg === '-r' || arg === '--require') preloaded.push(path.resolve(args[(index += 1)] ?? ''))
    else if (!arg.startsWith('-')) return { preloaded, target: path.resolve(arg) }
  }
  return { preloaded, target: process.cwd() }
}

interface Manifest {
  readonly name?: string
  readonly productName?: string
  readonly version?: string
  readonly main?: string
}

function readManifest(folder: string): Manifest {
  const file = path.join(folder, 'package.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : {}
}

/** Answers `require('electron')` and `import … from 'electron'` with the stand-in. */
function provideElectron(): void {
  const loader = Module as unknown as { _load(id: string, ...rest: unknown[]): unknown }
  const load = loader._load.bind(Module)
  loader._load = (id, ...rest) => (id === 'electron' ? electron : load(id, ...rest))
  Object.defineProperty(globalThis, 'electronStandIn', { value: electron })
  const names = Object.keys(electron).map((name) => `export const ${name} = electronStandIn.${name};`)
  const moduleUrl = `data:text/javascript,${encodeURIComponent(names.join(''))}`
  const hooks = `export async function resolve(specifier, context, next) {
    return specifier === 'electron' ? { url: ${JSON.stringify(moduleUrl)}, shortCircuit: true } : next(specifier, context)
  }`
  register(`data:text/javascript,${encodeURIComponent(hooks)}`)
}

const args = process.argv.slice(2)
const { preloaded, target } = parseCommandLine(args)
const folder = statSync(target).isDirectory() ? target : path.dirname(target)
const manifest = readManifest(folder)
const script = folder === target ? path.join(folder, manifest.main ?? 'index.js') : target

process.argv = [process.env['ELECTRON_STAND_IN'] ?? process.execPath, ...args]
Object.defineProperty(process, 'type', { value: 'browser' })
Object.defineProperty(process, 'resourcesPath', { value: path.join(import.meta.dirname, 'resources') })
const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'electron.json'), 'utf8')) as {
  version: string
}
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true })

app.configure({
  folder,
  name: manifest.productName ?? manifest.name ?? 'Electron',
  version: manifest.version ?? '0.0.0',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())

provideElectron()
const require = createRequire(import.meta.url)
for (const file of preloaded) require(file)
await import(pathToFileURL(script).href)
await app.start()
