import { execFile } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { vmdkDescriptor } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 1024 * 1024

async function qemuImg(...args: string[]): Promise<void> {
  await promisify(execFile)('qemu-img', args, { timeout: 60_000 })
}

describe('viridian disk, of disks of other formats', () => {
  let viridian: CommandLine
  let folder: string
  const at = (name: string) => path.join(folder, name)

  beforeEach(async () => {
    folder = await temporaryFolder()
    viridian = new CommandLine(path.join(folder, 'home'))
  })

  it('takes no garbage for a disk, unless it is told to', async () => {
    await writeFile(at('a.vmdk'), pattern(4 * MiB, 1))
    const refused = { exit: 1, code: 'NOT_OF_ITS_NAME' }
    expect(await viridian.failure('disk', 'convert', at('a.vmdk'), at('a.vhd'))).toEqual(refused)
    expect(await viridian.failure('disk', 'create', at('a.vhd'), '--copy', at('a.vmdk'))).toEqual(refused)
    expect(await viridian.failure('disk', 'inspect', at('a.vmdk'))).toEqual(refused)
    const { stderr } = await viridian.run('disk', 'inspect', at('a.vmdk'))
    expect(stderr).toContain('--format raw')
    expect(await readdir(folder)).toEqual(['a.vmdk'])
    const asRaw = ['--format', 'raw']
    expect(await viridian.json('disk', 'inspect', at('a.vmdk'), ...asRaw)).toMatchObject({ format: 'raw' })
    await viridian.json('disk', 'convert', at('a.vmdk'), at('a.vhd'), ...asRaw)
    await viridian.json('disk', 'create', at('b.vhd'), '--copy', at('a.vmdk'), ...asRaw)
    for (const made of ['a.vhd', 'b.vhd']) {
      await qemuImg('compare', '-f', 'raw', '-F', 'vpc', at('a.vmdk'), at(made))
    }
  })

  it('names what it does not read', async () => {
    await qemuImg('create', '-f', 'parallels', at('a.hdd'), '8M')
    const { code, stderr } = await viridian.run('disk', 'convert', at('a.hdd'), at('a.vhd'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/a\.hdd is a Parallels disk.*qemu-img convert/)
  })

  it.each(['qcow', 'qcow2', 'vdi', 'vhdx', 'vmdk'])('shows what a %s file is', async (format) => {
    await qemuImg('create', '-f', format, at(`a.${format}`), '8M')
    expect(await viridian.json('disk', 'inspect', at(`a.${format}`))).toMatchObject({
      ...{ path: at(`a.${format}`), type: 'image', format, capacity: 8 * MiB, parent: null },
    })
    const { stdout } = await viridian.run('disk', 'inspect', at(`a.${format}`))
    expect(stdout).toMatch(new RegExp(`^Format: +${format}$`, 'm'))
    expect(stdout).toMatch(/^Capacity: +8 MB/m)
  })

  it('goes through a chain whose parents are named', async () => {
    await writeFile(at('base.img'), pattern(4 * MiB, 1))
    await qemuImg('create', '-f', 'qcow2', '-b', at('base.img'), '-F', 'raw', at('middle.qcow2'))
    await qemuImg('create', '-f', 'qcow2', '-b', at('middle.qcow2'), '-F', 'qcow2', at('top.qcow2'))
    const copy = ['disk', 'create', at('a.vhd'), '--copy', at('top.qcow2')]
    expect(await viridian.failure(...copy)).toEqual({ exit: 1, code: 'PARENT_NEEDED' })
    const named = ['--backing', at('middle.qcow2'), '--backing', at('base.img')]
    await viridian.json(...copy, ...named)
    await qemuImg('compare', '-f', 'raw', '-F', 'vpc', at('base.img'), at('a.vhd'))
    expect(await viridian.json('disk', 'inspect', at('top.qcow2'), ...named)).toMatchObject({
      chain: [{ format: 'qcow2' }, { format: 'qcow2' }, { format: 'raw', path: at('base.img') }],
    })
    const alone = ['disk', 'create', at('b.vhd'), '--size', '4M', '--backing', at('base.img')]
    expect(await viridian.failure(...alone)).toEqual({ exit: 2, code: 'USAGE' })
  })

  it('prints nothing raw that a file names', async () => {
    const lines = ['RW 8192 ZERO', 'parentFileNameHint="\x1b]0;owned\x07\u202e.vmdk"']
    await writeFile(at('a.vmdk'), vmdkDescriptor('vmfs', lines, '12345678'))
    for (const command of ['inspect', 'convert']) {
      const { stdout, stderr } = await viridian.run(
        'disk',
        command,
        at('a.vmdk'),
        ...(command === 'convert' ? [at('a.vhd')] : []),
      )
      expect(stdout + stderr).toContain('\\x1b]0;owned\\x07\\u202e.vmdk')
      expect(stdout + stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
    }
  })
})
