import { execFile } from 'node:child_process'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** A judge that is not ours; rejects where it is not satisfied. */
async function judge(command: 'mdir' | 'mcopy' | 'fsck.fat', ...args: string[]): Promise<string> {
  return (await promisify(execFile)(command, args, { timeout: 600_000 })).stdout
}

describe('viridian disk, of floppy disks', () => {
  let viridian: CommandLine
  let folder: string
  const at = (name: string) => path.join(folder, name)

  beforeEach(async () => {
    folder = await temporaryFolder()
    viridian = new CommandLine(path.join(folder, 'home'))
  })

  it.each([
    [[], 1_474_560, 1_457_664],
    [['--size', '1.44M'], 1_474_560, 1_457_664],
    [['--size', '1440K'], 1_474_560, 1_457_664],
    [['--size', '160K'], 163_840, 160_256],
    [['--size', '180K'], 184_320, 179_712],
    [['--size', '320K'], 327_680, 322_560],
    [['--size', '360K'], 368_640, 362_496],
    [['--size', '640K'], 655_360, 649_216],
    [['--size', '720K'], 737_280, 730_112],
    [['--size', '1.2M'], 1_228_800, 1_213_952],
    [['--size', '1,68 MB'], 1_720_320, 1_702_400],
    [['--size', '2.88M'], 2_949_120, 2_931_712],
  ])('makes one that others can use at once: %j', async (words, capacity, free) => {
    const file = at('a.vfd')
    const made = await viridian.json('disk', 'create', file, ...words)
    expect(made).toMatchObject({ path: file, type: 'floppy', capacity, fileSystem: 'FAT12' })
    expect((await stat(file)).size).toBe(capacity)
    expect((await judge('mdir', '-i', file, '::')).replaceAll(/\s/g, '')).toContain(`${free}bytesfree`)
    await judge('fsck.fat', '-n', file)
    // Every cluster that there is can be used.
    await writeFile(at('full'), new Uint8Array(free).fill(0x5a))
    await judge('mcopy', '-i', file, at('full'), '::FULL.BIN')
    await judge('fsck.fat', '-n', file)
    await judge('mcopy', '-i', file, '::FULL.BIN', at('back'))
    expect((await readFile(at('back'))).equals(await readFile(at('full')))).toBe(true)
    expect(await viridian.json('disk', 'inspect', file)).toMatchObject({ type: 'floppy', fileSystem: 'FAT12' })
  })

  it('says what it is', async () => {
    await viridian.json('disk', 'create', at('a.vfd'))
    const { stdout } = await viridian.run('disk', 'inspect', at('a.vfd'))
    expect(stdout).toMatch(/^Type: +floppy disk$/m)
    expect(stdout).toMatch(/^Capacity: +1\.44 MB \(1474560 bytes\)$/m)
    expect(stdout).toMatch(/^File system: +FAT12$/m)
    await writeFile(at('blank.vfd'), new Uint8Array(737_280))
    expect(await viridian.json('disk', 'inspect', at('blank.vfd'))).toMatchObject({
      capacity: 737_280,
      fileSystem: null,
    })
  })

  it('refuses sizes no floppy disk has, and what only hard disks are', async () => {
    const wrong = await viridian.run('disk', 'create', at('a.vfd'), '--size', '1M')
    expect(wrong).toMatchObject({ code: 1, stdout: '' })
    expect(wrong.stderr).toContain('no floppy disk has 1048576 bytes. Choose 160K, 180K, 320K,')
    for (const words of [['--fixed'], ['--dynamic'], ['--parent', at('b.vhd')]]) {
      expect(await viridian.failure('disk', 'create', at('a.vfd'), ...words)).toEqual({ exit: 2, code: 'USAGE' })
    }
    expect(await readdir(folder)).toEqual([])
    await viridian.json('disk', 'create', at('a.vfd'))
    expect(await viridian.failure('disk', 'create', at('a.vfd'))).toEqual({ exit: 1, code: 'ALREADY_EXISTS' })
    await truncate(at('a.vfd'), 1000)
    expect(await viridian.failure('disk', 'inspect', at('a.vfd'))).toEqual({ exit: 1, code: 'FLOPPY_SIZE_WRONG' })
  })
})
