import { chmod, chown, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { isRuntimeFolder, prepareRuntimeFolder, runtimeFolder } from '#electron/host/runtime-folder.ts'
import { readHostFile } from '#electron/server/host-file.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const said = { pid: process.pid, address: '127.0.0.1', port: 1, secret: 's', version: '1', protocol: 1, startedAt: '2' }

describe('the runtime folder', () => {
  let home = ''
  let runtime = ''

  beforeEach(async () => {
    home = await temporaryFolder()
    runtime = await temporaryFolder()
    const before = process.env['XDG_RUNTIME_DIR']
    process.env['XDG_RUNTIME_DIR'] = runtime
    onTestFinished(() => {
      if (before === undefined) delete process.env['XDG_RUNTIME_DIR']
      else process.env['XDG_RUNTIME_DIR'] = before
    })
  })

  it('is one for each data folder, by whatever path, and its owner’s alone', async () => {
    const folder = await prepareRuntimeFolder(home)
    expect(await isRuntimeFolder(folder)).toBe(true)
    expect(await prepareRuntimeFolder(home)).toBe(folder)
    expect(await runtimeFolder(await temporaryFolder())).not.toBe(folder)
    if (process.platform === 'win32') return
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    const link = path.join(runtime, 'link')
    await symlink(home, link)
    expect(await runtimeFolder(link)).toBe(folder)
  })

  it('tells of the host where the data folder tells of none that lives', async () => {
    const folder = await prepareRuntimeFolder(home)
    await writeFile(path.join(folder, 'host.json'), JSON.stringify(said))
    expect(await readHostFile(home)).toEqual(said)
    const ended = { ...said, pid: 2 ** 22 + 1, startedAt: '3' }
    await writeFile(path.join(home, 'host.json'), JSON.stringify(ended))
    expect(await readHostFile(home)).toEqual(said)
    const later = { ...said, startedAt: '3' }
    await writeFile(path.join(home, 'host.json'), JSON.stringify(later))
    expect(await readHostFile(home)).toEqual(later)
  })

  describe.skipIf(process.platform === 'win32')('that somebody else has put there', () => {
    const places: Record<string, (folder: string) => Promise<void>> = {
      'open to others': (folder) => chmod(folder, 0o755),
      'as a link': async (folder) => {
        const elsewhere = await temporaryFolder()
        await rm(folder, { recursive: true })
        await mkdir(elsewhere, { recursive: true })
        await symlink(elsewhere, folder)
      },
    }
    if (process.getuid?.() === 0) places['as another user'] = (folder) => chown(folder, 65_534, 65_534)

    it.each(Object.entries(places))('%s is neither believed nor used', async (_, spoil) => {
      const folder = await prepareRuntimeFolder(home)
      await writeFile(path.join(folder, 'host.json'), JSON.stringify(said))
      await spoil(path.dirname(folder))
      expect(await readHostFile(home)).toBeNull()
      await expect(prepareRuntimeFolder(home)).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    })
  })
})
