import path from 'node:path'
import { build, Platform } from 'electron-builder'
import configuration from '#build/electron-builder.mjs'
import { createLinuxStub } from './stub-electron.ts'

const root = path.resolve(import.meta.dirname, '../..')

/**
 * Packages what `npm run build` left in dist/, with a stub of Electron, below a folder of the test's.
 * @returns the folder of the results
 */
export async function packageFor(
  folder: string,
  platform: Platform,
  target: string,
  createStub: (folder: string) => Promise<void>,
): Promise<string> {
  const stub = path.join(folder, `electron-${platform.name}`)
  const output = path.join(folder, `${platform.name}-${target}`)
  await createStub(stub)
  await build({
    projectDir: root,
    targets: platform.createTarget(target),
    publish: 'never',
    // Copied: the packager writes into it.
    config: {
      ...structuredClone(configuration),
      electronDist: stub,
      directories: { ...configuration.directories, output },
    },
  })
  return output
}

/** @returns the folder of the unpacked application */
export async function packageForLinux(folder: string): Promise<string> {
  return path.join(await packageFor(folder, Platform.LINUX, 'dir', createLinuxStub), 'linux-unpacked')
}
