import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DiskFacts } from '#shared/disk.ts'
import type { Machine } from '#shared/machine.ts'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { writeIso } from '#tests/fixtures/iso-image.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

describe("the command line on a machine's drives", () => {
  let viridian: CommandLine
  let folder: string
  const at = (name: string) => path.join(folder, name)
  const list = () => viridian.json('vm', 'disk', 'list', 'lab')

  beforeEach(async () => {
    folder = await temporaryFolder()
    viridian = new CommandLine(at('home'))
    await viridian.json('disk', 'create', at('one.vhd'), '--size', '8M')
  })
  afterEach(async () => {
    await viridian.run('host', 'stop')
  })

  it('attaches, lists and detaches disks', async () => {
    await viridian.json('disk', 'create', at('two.vhd'), '--size', '8M')
    await viridian.json('vm', 'create', 'lab', '--disk', at('one.vhd'))
    const drive = (position: string, kind: string, content: string | null = null) => ({
      ...{ at: position, kind, content, template: null },
    })
    const [one, dvd, floppy] = [
      drive('ide0:0', 'disk', at('one.vhd')),
      drive('ide1:0', 'dvd'),
      drive('floppy', 'floppy'),
    ]
    expect(await list()).toEqual([one, dvd, floppy])
    const attached = await viridian.run('vm', 'disk', 'attach', 'lab', at('two.vhd'), '--at', 'IDE1:1')
    expect(attached).toMatchObject({ code: 0, stderr: '' })
    for (const word of ['lab', at('two.vhd'), 'ide1:1']) expect(attached.stdout).toContain(word)
    expect(await list()).toEqual([one, dvd, drive('ide1:1', 'disk', at('two.vhd')), floppy])
    const table = (await viridian.run('vm', 'disk', 'list', 'lab')).stdout
    expect(table).toMatch(new RegExp(`^ide0:0 +\\S.* ${at('one.vhd')}$`, 'm'))
    expect(table.trimEnd().split('\n')).toHaveLength(5)

    expect(await viridian.json('vm', 'disk', 'detach', 'lab', 'ide1:1')).toEqual({ machine: 'lab', at: 'ide1:1' })
    expect(await viridian.json('vm', 'disk', 'attach', 'lab', at('two.vhd'))).toEqual({
      ...{ machine: 'lab', at: 'ide0:1', path: at('two.vhd') },
    })
    await viridian.json('disk', 'create', at('three.vhd'), '--size', '8M')
    expect(await viridian.json('vm', 'disk', 'replace', 'lab', 'ide0:1', at('three.vhd'))).toEqual({
      ...{ machine: 'lab', at: 'ide0:1', path: at('three.vhd') },
    })
    expect(await list()).toEqual([one, drive('ide0:1', 'disk', at('three.vhd')), dvd, floppy])
    const detached = await viridian.run('vm', 'disk', 'detach', 'lab', 'ide0:1')
    expect(detached).toMatchObject({ code: 0, stderr: '' })
    expect(detached.stdout).toContain('ide0:1')
    expect(await list()).toEqual([one, dvd, floppy])
  })

  it('says why it attaches and detaches nothing', async () => {
    const attach = (...words: string[]) => viridian.failure('vm', 'disk', 'attach', 'lab', ...words)
    await viridian.json('vm', 'create', 'lab', '--disk', at('one.vhd'))
    await writeFile(at('text.vhd'), 'x'.repeat(2048))
    expect(await attach(at('none.vhd'))).toEqual({ exit: 3, code: 'DISK_FAILED' })
    expect(await attach(at('text.vhd'))).toEqual({ exit: 1, code: 'DISK_FAILED' })
    expect(await attach(at('one.vhd'))).toEqual({ exit: 1, code: 'DISK_ATTACHED' })
    expect(await attach(at('one.vhd'), '--at', 'ide1:0')).toEqual({ exit: 1, code: 'DRIVE_POSITION_TAKEN' })
    expect(await attach(at('one.vhd'), '--at', 'ide2:0')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await attach()).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.failure('vm', 'disk', 'attach', 'nobody', at('one.vhd'))).toEqual({
      exit: 3,
      code: 'MACHINE_NOT_FOUND',
    })
    expect(await viridian.failure('vm', 'disk', 'replace', 'lab', 'ide0:0', at('none.vhd'))).toEqual({
      exit: 3,
      code: 'DISK_FAILED',
    })
    const detach = (position: string) => viridian.failure('vm', 'disk', 'detach', 'lab', position)
    expect(await detach('ide0:1')).toEqual({ exit: 3, code: 'DRIVE_NOT_FOUND' })
    expect(await detach('floppy')).toEqual({ exit: 2, code: 'USAGE' })
    await viridian.json('vm', 'start', 'lab')
    expect(await detach('ide0:0')).toEqual({ exit: 1, code: 'STATE_CONFLICT' })
    await viridian.json('vm', 'turn-off', 'lab')
    const refused = await viridian.run('vm', 'disk', 'attach', 'lab', at('none.vhd'))
    expect(refused).toMatchObject({ code: 3, stdout: '' })
    expect(refused.stderr).toContain(at('none.vhd'))
  })

  it('inserts and ejects media', async () => {
    const iso = await writeIso('data', folder)
    await viridian.json('disk', 'create', at('a.vfd'))
    await viridian.json('vm', 'create', 'lab', '--disk', at('one.vhd'))
    expect(await viridian.json('vm', 'media', 'insert', 'lab', at('a.vfd'))).toEqual({
      ...{ machine: 'lab', at: 'floppy', path: at('a.vfd') },
    })
    const inserted = await viridian.run('vm', 'media', 'insert', 'lab', iso)
    expect(inserted).toMatchObject({ code: 0, stderr: '' })
    for (const word of ['lab', iso, 'ide1:0']) expect(inserted.stdout).toContain(word)
    expect(await list()).toMatchObject([{}, { at: 'ide1:0', content: iso }, { at: 'floppy', content: at('a.vfd') }])

    const insert = (...words: string[]) => viridian.failure('vm', 'media', 'insert', 'lab', ...words)
    expect(await insert(at('none.iso'))).toEqual({ exit: 3, code: 'MEDIA_NOT_FOUND' })
    expect(await insert(at('one.vhd'))).toEqual({ exit: 1, code: 'MEDIA_NOT_ISO' })
    expect(await insert(iso, '--at', 'floppy')).toEqual({ exit: 1, code: 'DISK_FAILED' })
    expect(await insert(iso, '--at', 'ide0:0')).toEqual({ exit: 1, code: 'DRIVE_TAKES_NO_MEDIA' })
    expect(await insert(iso, '--at', 'ide0:1')).toEqual({ exit: 3, code: 'DRIVE_NOT_FOUND' })
    expect(await insert(iso, '--at', 'usb')).toEqual({ exit: 2, code: 'USAGE' })

    const ejected = await viridian.run('vm', 'media', 'eject', 'lab')
    expect(ejected).toMatchObject({ code: 0, stderr: '' })
    expect(ejected.stdout).toContain('ide1:0')
    expect(await viridian.json('vm', 'media', 'eject', 'lab')).toEqual({ machine: 'lab', at: 'floppy' })
    expect(await list()).toMatchObject([{}, { content: null }, { content: null }])
    expect(await viridian.failure('vm', 'media', 'eject', 'lab', '--at', 'ide0:0')).toEqual({
      exit: 1,
      code: 'DRIVE_TAKES_NO_MEDIA',
    })
  })

  it('creates machines with the disks they start from', async () => {
    const iso = await writeIso('bios', folder)
    const create = (...words: string[]) => viridian.json<Machine>('vm', 'create', ...words)
    const fresh = await create('fresh', '--iso', iso, '--disk-size', '20G')
    const disk = path.join(fresh.folder, 'fresh.vhd')
    expect(fresh.drives).toMatchObject([
      { kind: 'disk', at: 'ide0:0', path: disk },
      { kind: 'dvd', at: 'ide1:0', media: { kind: 'image', path: iso } },
    ])
    expect(await viridian.json<DiskFacts>('disk', 'inspect', disk)).toMatchObject({ capacity: 20 * 2 ** 30 })
    const template = await create('server', '--template', 'lab-linux-disk')
    expect(template).toMatchObject({ memory: 128, drives: [{ kind: 'disk' }, { media: { kind: 'none' } }] })
    const own = path.join(template.folder, 'server.vhd')
    expect(await viridian.json<DiskFacts>('disk', 'inspect', own)).toMatchObject({ type: 'differencing' })
    const created = await viridian.run('vm', 'create', 'both', '--template', 'lab-linux', '--disk', at('one.vhd'))
    expect(created).toMatchObject({ code: 0, stdout: '' })
    const bare = await create('bare', '--disk-size', '8M')
    expect(bare.drives).toMatchObject([{ kind: 'disk' }, { kind: 'dvd', media: { kind: 'none' } }])

    const refuse = (...words: string[]) => viridian.failure('vm', 'create', 'x', ...words)
    expect(await refuse('--disk', at('none.vhd'))).toEqual({ exit: 3, code: 'DISK_FAILED' })
    expect(await refuse('--disk', iso)).toEqual({ exit: 1, code: 'DISK_FAILED' })
    expect(await refuse('--iso', iso, '--disk-size', '3T')).toEqual({ exit: 1, code: 'DISK_FAILED' })
    expect(await refuse('--iso', iso, '--disk-size', 'big')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await refuse('--disk', at('one.vhd'), '--disk-size', '8M')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await refuse('--template', 'lab-linux-disk', '--disk', at('one.vhd'))).toEqual({ exit: 2, code: 'USAGE' })
    expect((await viridian.json<Machine[]>('vm', 'list')).map(({ name }) => name)).toEqual([
      ...['bare', 'both', 'fresh', 'server'],
    ])
  })
})
