import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Machine } from '#shared/machine.ts'
import type { OwnTemplate } from '#shared/own-template.ts'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

describe('the command line on templates', () => {
  let viridian: CommandLine

  beforeEach(async () => {
    const folder = await temporaryFolder()
    viridian = new CommandLine(path.join(folder, 'home'))
    await viridian.json('disk', 'create', path.join(folder, 'one.vhd'), '--size', '8M')
    await viridian.json('vm', 'create', 'lab', '--disk', path.join(folder, 'one.vhd'), '--memory', '64')
  })
  afterEach(async () => {
    await viridian.run('host', 'stop')
  })

  it('makes one of a machine, shows it, makes machines of it and deletes it once nobody needs it', async () => {
    const made = await viridian.json<OwnTemplate>('template', 'create', 'base', '--from', 'lab', '--description', 'New')
    expect(made).toMatchObject({ kind: 'own', name: 'base', description: 'New', isWarm: false, memory: 64 })
    expect(await viridian.json('template', 'show', 'BASE')).toEqual(made)
    const list = await viridian.run('template', 'list')
    expect(list.stdout).toMatch(/^base +start anew +64 MB +New$/m)
    expect(list.stdout).toMatch(/^lab-linux +/m)

    const seats = await viridian.json<Machine[]>('vm', 'create', 'seat', '--template', 'base', '--count', '3')
    expect(seats.map(({ name, state, memory }) => ({ name, state, memory }))).toEqual(
      ['seat 1', 'seat 2', 'seat 3'].map((name) => ({ name, state: 'Off', memory: 64 })),
    )
    const one = await viridian.json<Machine>('vm', 'create', 'one', '--template', 'base', '--memory', '32')
    expect(one).toMatchObject({ name: 'one', memory: 32 })
    expect(await viridian.failure('vm', 'create', 'x', '--template', 'base', '--disk-size', '1G')).toEqual({
      exit: 2,
      code: 'USAGE',
    })
    expect(await viridian.failure('template', 'create', 'base', '--from', 'lab')).toEqual({
      exit: 1,
      code: 'TEMPLATE_NAME_TAKEN',
    })

    expect(await viridian.failure('template', 'delete', 'base', '--yes')).toEqual({ exit: 1, code: 'TEMPLATE_IN_USE' })
    for (const { name } of [...seats, one]) await viridian.json('vm', 'delete', name, '--permanently', '--yes')
    expect(await viridian.json('template', 'delete', 'base', '--yes')).toEqual({ id: made.id, name: 'base' })
    for (const name of ['base', 'lab-linux', 'none']) {
      expect(await viridian.failure('template', 'delete', name, '--yes')).toEqual({
        exit: 3,
        code: 'TEMPLATE_NOT_FOUND',
      })
    }
  })
})
