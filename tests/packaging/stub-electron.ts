import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'

/**
 * Distributions of Electron in name only, one for each system: the files the packager looks for, with nothing to run in
 * them. So that its work can be judged on any computer, without a network.
 */

/** The fuse wire as it lies in Electron's executable: a sentinel, version 1, nine fuses, all on. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9), 'latin1'),
])

async function put(file: string, data: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, data)
}

async function putLocales(folder: string): Promise<void> {
  for (const locale of ['de', 'en-US', 'fr']) await put(path.join(folder, `${locale}.pak`), '')
}

export async function createLinuxStub(folder: string): Promise<void> {
  await put(path.join(folder, 'electron'), fuseWire)
  await chmod(path.join(folder, 'electron'), 0o755)
  await put(path.join(folder, 'chrome-sandbox'), '')
  await put(path.join(folder, 'version'), '')
  await putLocales(path.join(folder, 'locales'))
  await mkdir(path.join(folder, 'resources'), { recursive: true })
}

/** A program with a version and the fuse wire among its resources, where no rewriting of the file loses it. */
function createWindowsProgram(): Uint8Array {
  const program = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(program)
  const version = Resource.VersionInfo.createEmpty()
  version.lang = 0x409
  version.setFileVersion(1, 0, 0, 0, 0x409)
  version.setStringValues({ lang: 0x409, codepage: 1200 }, { ProductName: 'Electron', FileDescription: 'Electron' })
  version.outputToResourceEntries(resources.entries)
  resources.entries.push({ type: 10, id: 1, lang: 0x409, codepage: 1200, bin: new Uint8Array(fuseWire).buffer })
  resources.outputResource(program)
  return new Uint8Array(program.generate())
}

export async function createWindowsStub(folder: string): Promise<void> {
  await put(path.join(folder, 'electron.exe'), createWindowsProgram())
  await put(path.join(folder, 'version'), '')
  await putLocales(path.join(folder, 'locales'))
  await mkdir(path.join(folder, 'resources'), { recursive: true })
}

function propertyList(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values).map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${entries.join('')}</dict></plist>\n`
}

async function putMacProgram(bundle: string, name: string): Promise<void> {
  const contents = path.join(bundle, 'Contents')
  await put(path.join(contents, 'MacOS', name), '')
  const values = { CFBundleExecutable: name, CFBundleName: name, CFBundleIdentifier: `com.github.${name}` }
  await put(path.join(contents, 'Info.plist'), propertyList(values))
}

export async function createMacStub(folder: string): Promise<void> {
  const bundle = path.join(folder, 'Electron.app')
  const frameworks = path.join(bundle, 'Contents/Frameworks')
  await putMacProgram(bundle, 'Electron')
  await put(path.join(bundle, 'Contents/Resources/electron.icns'), '')
  const framework = path.join(frameworks, 'Electron Framework.framework')
  await put(path.join(framework, 'Electron Framework'), fuseWire)
  for (const locale of ['de', 'en', 'fr']) {
    await put(path.join(framework, `Versions/A/Resources/${locale}.lproj/locale.pak`), '')
  }
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`
    await putMacProgram(path.join(frameworks, `${name}.app`), name)
  }
}
