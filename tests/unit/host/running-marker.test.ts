import { randomBytes } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { RunningMarker } from '#electron/host/running-marker.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const key = randomBytes(32)

it('is gone once the machine is off, at whatever moment of noting its process that happens', async () => {
  for (let turns = 0; turns < 60; turns++) {
    const folder = await temporaryFolder()
    const marker = new RunningMarker(folder, 'id', key)
    await marker.powerOn()
    let noted = false
    const noting = marker.noteProcess(process.pid).then(() => (noted = true))
    for (let count = 0; count < turns && !noted; count++) await turn()
    marker.powerOff()
    await noting
    expect(await readdir(folder)).toEqual([])
  }
})

it('takes a file of junk for a machine that was on', async () => {
  const folder = await temporaryFolder()
  await writeFile(path.join(folder, 'running.json'), 'junk')
  expect(await new RunningMarker(folder, 'id', key).recover()).toBe(true)
  expect(await readdir(folder)).toEqual([])
})

it('takes a folder in its place for none, and keeps what is in there', async () => {
  const folder = await temporaryFolder()
  await mkdir(path.join(folder, 'running.json'))
  await writeFile(path.join(folder, 'running.json/notes.txt'), 'mine')
  expect(await new RunningMarker(folder, 'id', key).recover()).toBe(false)
  const [aside = '', ...others] = await readdir(folder)
  expect(others).toEqual([])
  expect(aside).toMatch(/^running\.json\.damaged-/)
  expect(await readdir(path.join(folder, aside))).toEqual(['notes.txt'])
})
