import { execFile } from 'node:child_process'
import { chmod, cp, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it, onTestFinished, type TestContext } from 'vitest'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 1024 * 1024

async function run(command: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(command, args, { timeout: 600_000 })).stdout
}

describe('viridian disk create --copy', () => {
  let viridian: CommandLine
  let folder: string
  const at = (name: string) => path.join(folder, name)

  beforeEach(async () => {
    folder = await temporaryFolder()
    viridian = new CommandLine(path.join(folder, 'home'))
    await run('qemu-img', 'create', '-q', '-f', 'raw', at('a.img'), '16M')
    await run(
      'qemu-io',
      '-f',
      'raw',
      '-c',
      'write -q -P 0x5a 1M 3M',
      '-c',
      'write -q -P 0x11 16776704 512',
      at('a.img'),
    )
  })

  /** A block device with the bytes of a file, which only root can have, and not in every container. */
  async function blockDevice(test: TestContext, file: string): Promise<string> {
    try {
      const device = (await run('losetup', '--find', '--show', file)).trim()
      onTestFinished(async () => void (await run('losetup', '--detach', device)))
      return device
    } catch {
      return test.skip('no loop device can be made here')
    }
  }

  it.each(['--dynamic', '--fixed'])('copies an image: %s', async (type) => {
    await run('qemu-img', 'convert', '-f', 'raw', '-O', 'qcow2', at('a.img'), at('a.qcow2'))
    const made = await viridian.json('disk', 'create', at('a.vhd'), '--copy', at('a.qcow2'), type)
    expect(made).toMatchObject({ path: at('a.vhd'), type: type.slice(2), capacity: 16 * MiB, sound: true })
    await run('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('a.img'), at('a.vhd'))
  })

  it('pads a floppy disk to the smallest virtual hard disk, and says so', async () => {
    await run('truncate', '--size', '1440K', at('floppy.img'))
    await run('qemu-io', '-f', 'raw', '-c', 'write -q -P 0x77 1439K 1K', at('floppy.img'))
    const made = await viridian.run('disk', 'create', at('a.vhd'), '--copy', at('floppy.img'))
    expect(made).toMatchObject({ code: 0, stderr: expect.stringMatching(/padded .* from 1\.41 MB to 3 MB/) as string })
    // Compared leniently: what is beyond the shorter one must be zeros.
    await run('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('floppy.img'), at('a.vhd'))
    const copied = await viridian.json('disk', 'convert', at('floppy.img'), at('b.vhd'), '--fixed')
    expect(copied).toMatchObject({ capacity: 3 * MiB, remarks: [{ code: 'PADDED', size: 1440 * 1024 }] })
  })

  it('copies a physical disk, whatever its content looks like', async (test) => {
    // What is written to a disk must not choose how the disk is read.
    await run('qemu-img', 'convert', '-f', 'raw', '-O', 'qcow2', at('a.img'), at('b.img'))
    await run('truncate', '--size', '20M', at('b.img'))
    const device = await blockDevice(test, at('b.img'))
    const before = await readFile(at('b.img'))
    await symlink(device, at('by-name'))
    for (const [name, type] of [
      [device, 'dynamic'],
      [at('by-name'), 'fixed'],
    ] as const) {
      const said = await viridian.run('disk', 'create', at(`${type}.vhd`), '--copy', name, `--${type}`)
      expect(said).toMatchObject({ code: 0, stderr: '' })
      await run('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('b.img'), at(`${type}.vhd`))
    }
    const said = await viridian.json('disk', 'convert', device, at('raw.img'))
    expect(said).toMatchObject({ source: device, format: 'raw', capacity: 20 * MiB })
    expect((await readFile(at('raw.img'))).equals(before)).toBe(true)
    expect((await readFile(at('b.img'))).equals(before)).toBe(true)
    expect((await readdir('/dev')).filter((name) => name.includes('reader'))).toEqual([])
  })

  it('warns of a physical disk that is mounted', async (test) => {
    await run('mkfs.ext4', '-q', at('a.img'))
    const device = await blockDevice(test, at('a.img'))
    const mountPoint = await temporaryFolder()
    await run('mount', '-o', 'ro', device, mountPoint).catch(() => test.skip('nothing can be mounted here'))
    try {
      const said = await viridian.run('disk', 'create', at('a.vhd'), '--copy', device)
      expect(said.code).toBe(0)
      expect(said.stderr).toMatch(new RegExp(`^${device} is in use\\.`))
    } finally {
      await run('umount', mountPoint)
    }
  })

  it('says who may read a physical disk', async (test) => {
    const device = await blockDevice(test, at('a.img'))
    const program = path.join(import.meta.dirname, '../../dist/cli')
    // Where another user can reach it.
    await chmod(folder, 0o755)
    await cp(program, at('cli'), { recursive: true })
    await writeFile(at('cli/package.json'), '{"type":"module"}')
    const env = { ...process.env, VIRIDIAN_LANG: 'en', VIRIDIAN_HOME: at('home') }
    const words = [at('cli/viridian.js'), 'disk', 'convert', device, at('b.img')]
    const nobody = { uid: 65_534, gid: 65_534, env }
    const failure = await promisify(execFile)(process.execPath, words, nobody).then(
      () => null,
      (error: unknown) => (error as { stderr: string }).stderr,
    )
    expect(failure).toContain(`does not allow access to ${device}. Only an administrator may read a physical disk`)
  })

  it('refuses devices that are no disks', async () => {
    expect(await viridian.failure('disk', 'create', at('a.vhd'), '--copy', '/dev/null')).toEqual({
      exit: 1,
      code: 'NOT_A_FILE',
    })
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  })
})
