import { usualHardware } from '#shared/hardware.ts'
import { lstat, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { newMachineHistory, type MachineConfiguration } from '#electron/host/machine-configuration.ts'
import { MachineStore, oneRoot } from '#electron/host/machine-store.ts'
import { SettingsFile } from '#electron/host/settings/settings-file.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const foreignText = 'the words of others'

/** Puts a link to a file of others into a record's place, and gives that file. */
async function linkAway(record: string): Promise<string> {
  const foreign = path.join(await temporaryFolder(), 'foreign')
  await writeFile(foreign, foreignText)
  await rm(record, { force: true })
  await symlink(foreign, record)
  return foreign
}

async function expectReplaced(record: string, foreign: string): Promise<void> {
  expect(await readFile(foreign, 'utf8')).toBe(foreignText)
  expect((await lstat(record)).isFile()).toBe(true)
  expect((await stat(record)).mode & 0o777).toBe(0o600)
}

it.skipIf(process.platform === 'win32')('writes a configuration in a link’s place, not where it leads', async () => {
  const store = new MachineStore(oneRoot(await temporaryFolder()))
  const machine: MachineConfiguration = {
    ...{ id: 'a', name: 'lab', notes: '', memory: 64, engine: 'embedded', drives: [], floppy: null },
    ...usualHardware,
    ...newMachineHistory,
    createdAt: '2025-01-02T03:04:05.000Z',
  }
  const { folder } = await store.create('lab', () => Promise.resolve(machine))
  const record = path.join(folder, 'machine.json')
  const foreign = await linkAway(record)
  await store.save(folder, { ...machine, notes: 'new' })
  await expectReplaced(record, foreign)
  expect(await readFile(record, 'utf8')).toContain('new')
  await store.close()
})

it.skipIf(process.platform === 'win32')('writes settings in a link’s place, not where it leads', async () => {
  const home = await temporaryFolder()
  const settings = await SettingsFile.open(home)
  const record = path.join(home, 'settings.json')
  const foreign = await linkAway(record)
  await settings.save(settings.found)
  await expectReplaced(record, foreign)
  expect((await SettingsFile.open(home)).problem).toBeNull()
})
