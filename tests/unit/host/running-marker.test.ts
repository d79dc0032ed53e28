import { readdir } from 'node:fs/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { RunningMarker } from '#electron/host/running-marker.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

it('is gone once the machine is off, at whatever moment of noting its process that happens', async () => {
  for (let turns = 0; turns < 60; turns++) {
    const folder = await temporaryFolder()
    const marker = new RunningMarker(folder, 'id')
    await marker.powerOn()
    let noted = false
    const noting = marker.noteProcess(process.pid).then(() => (noted = true))
    for (let count = 0; count < turns && !noted; count++) await turn()
    marker.powerOff()
    await noting
    expect(await readdir(folder)).toEqual([])
  }
})
