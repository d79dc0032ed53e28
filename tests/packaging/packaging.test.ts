import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { Platform } from 'electron-builder'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { version } from '#shared/version.ts'
import { packageFor, packageForLinux } from './package-for.ts'
import { createLinuxStub, createMacStub, createWindowsStub } from './stub-electron.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** The packager's own reader; it comes without types. */
const propertyLists = createRequire(import.meta.url)('plist') as { parse(text: string): unknown }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'viridian-packaging-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** All that may be in the application's archive. */
const allowed = [
  /^\/LICENSE$/,
  /^\/package\.json$/,
  /^\/dist\/main\/(main|part-\w+)\.js(\.LEGAL\.txt)?$/,
  /^\/dist\/preload\/preload\.cjs$/,
  /^\/dist\/machine\/(machine\.js(\.LEGAL\.txt)?|v86\.wasm)$/,
  /^\/dist\/job\/job\.js(\.LEGAL\.txt)?$/,
  /^\/dist\/firmware\/(bios\.bin|vgabios-stdvga\.bin|COPYRIGHT)$/,
  /^\/dist\/renderer\/(index\.html|[\w-]+\.(svg|png|ico))$/,
  /^\/dist\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2)$/,
]

const required = [
  '/package.json',
  '/dist/main/main.js',
  '/dist/preload/preload.cjs',
  '/dist/machine/machine.js',
  '/dist/machine/v86.wasm',
  '/dist/job/job.js',
  '/dist/firmware/bios.bin',
  '/dist/firmware/vgabios-stdvga.bin',
  '/dist/renderer/index.html',
]

function expectArchive(archive: string): void {
  const entries = listPackage(archive, { isPack: false }).map((entry) => entry.replaceAll('\\', '/'))
  const files = entries.filter((entry) => !entries.some((other) => other.startsWith(`${entry}/`)))
  expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([])
  expect(files).toEqual(expect.arrayContaining(required))
  const manifest = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>
  expect(manifest).toMatchObject({ name: 'viridian', version, main: 'dist/main/main.js', type: 'module' })
  expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['devDependencies']))
}

async function expectFuses(executable: string): Promise<void> {
  const on = '1'.charCodeAt(0)
  const off = '0'.charCodeAt(0)
  expect(await getCurrentFuseWire(executable)).toMatchObject({
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableCookieEncryption]: on,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  })
}

async function expectGuest(resources: string): Promise<void> {
  const made = [
    ['lab-linux-disk.json', 'lab-linux-disk.vhd'],
    ['lab-linux.iso', 'lab-linux.json'],
    ['lab-linux.state.bin', 'lab-linux.state.json'],
  ].filter((files) => files.every((file) => existsSync(path.join(root, 'dist/guest', file))))
  if (made.length === 0) return
  expect((await readdir(path.join(resources, 'guest'))).sort()).toEqual(made.flat())
}

describe('the package for Linux', () => {
  it('holds the application alone, with its fuses set', async () => {
    const output = await packageForLinux(folder)
    expectArchive(path.join(output, 'resources/app.asar'))
    await expectFuses(path.join(output, 'viridian'))
    await expectGuest(path.join(output, 'resources'))
    expect((await readdir(path.join(output, 'locales'))).sort()).toEqual(['de.pak', 'en-US.pak'])
  })

  it.runIf(process.platform === 'linux')('tells desktops its name in both languages', async () => {
    // The tool that writes the .deb is not asked to: what it is given shows what the package would say.
    const tool = path.join(folder, 'fpm')
    const given = path.join(folder, 'given.desktop')
    const script = [
      '#!/bin/sh',
      'for arg in "$@"; do case "$arg" in *.desktop=*) cp "${arg%%=*}" "$GIVEN";; esac; done',
      'while [ $# -gt 0 ]; do [ "$1" = --package ] && : > "$2"; shift; done',
    ]
    await writeFile(tool, `${script.join('\n')}\n`)
    await chmod(tool, 0o755)
    process.env['CUSTOM_FPM_PATH'] = tool
    process.env['GIVEN'] = given
    await packageFor(folder, Platform.LINUX, 'deb', createLinuxStub)
    const entry = await readFile(given, 'utf8')
    expect(entry).toMatch(/^\[Desktop Entry\]$/m)
    expect(entry).toMatch(/^Name=Viridian$/m)
    expect(entry).toMatch(/^Exec=\/opt\/Viridian\/viridian %U$/m)
    expect(entry).toMatch(/^Icon=viridian$/m)
    expect(entry).toMatch(/^Categories=System;Emulator;$/m)
    expect(entry).toMatch(/^Comment=.+$/m)
    expect(entry).toMatch(/^Comment\[de\]=.+$/m)
  })
})

describe('the package for Windows', () => {
  it('holds the application alone, with its name, its icon and its fuses', async () => {
    const output = path.join(await packageFor(folder, Platform.WINDOWS, 'dir', createWindowsStub), 'win-unpacked')
    expectArchive(path.join(output, 'resources/app.asar'))
    const executable = path.join(output, 'Viridian.exe')
    await expectFuses(executable)
    await expectGuest(path.join(output, 'resources'))

    const { entries } = NtExecutableResource.from(NtExecutable.from(await readFile(executable), { ignoreCert: true }))
    const [information] = Resource.VersionInfo.fromEntries(entries)
    const language = information?.getAllLanguagesForStringValues()[0] ?? { lang: 0, codepage: 0 }
    expect(information?.getStringValues(language)).toMatchObject({
      ProductName: 'Viridian',
      FileDescription: 'Viridian',
      ProductVersion: expect.stringContaining(version) as string,
    })
    const icons = Resource.IconGroupEntry.fromEntries(entries).flatMap((group) => group.icons)
    expect(icons.map((icon) => (icon.width === 0 ? 256 : icon.width)).sort((a, b) => a - b)).toEqual([
      16, 24, 32, 48, 64, 128, 256,
    ])
    // Which archive the executable accepts.
    expect(entries.some((entry) => entry.type === 'INTEGRITY' && entry.id === 'ELECTRONASAR')).toBe(true)
  })
})

describe('the package for macOS', () => {
  it('holds the application alone, with its properties and its fuses', async () => {
    const output = await packageFor(folder, Platform.MAC, 'dir', createMacStub)
    const [macFolder] = (await readdir(output)).filter((name) => name.startsWith('mac'))
    const contents = path.join(output, macFolder ?? '', 'Viridian.app/Contents')
    expectArchive(path.join(contents, 'Resources/app.asar'))
    await expectFuses(path.dirname(contents))
    await expectGuest(path.join(contents, 'Resources'))
    expect(existsSync(path.join(contents, 'MacOS/Viridian'))).toBe(true)
    expect(propertyLists.parse(await readFile(path.join(contents, 'Info.plist'), 'utf8'))).toMatchObject({
      CFBundleIdentifier: 'app.viridian.desktop',
      CFBundleDisplayName: 'Viridian',
      CFBundleExecutable: 'Viridian',
      CFBundleShortVersionString: version,
      LSApplicationCategoryType: 'public.app-category.utilities',
      ElectronAsarIntegrity: { 'Resources/app.asar': { algorithm: 'SHA256' } },
    })
    const icon = await readFile(path.join(contents, 'Resources/icon.icns'))
    expect(icon.equals(await readFile(path.join(root, 'build/icons/icon.icns')))).toBe(true)
  })
})
