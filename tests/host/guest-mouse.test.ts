import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bootDisc, showMouse, takePositions } from '#tests/fixtures/boot-disc.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'
import { shownMouse } from '#tests/fixtures/shown-mouse.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { ViewerMouse } from '#tests/fixtures/viewer-mouse.ts'

async function discOf(code: readonly number[]): Promise<string> {
  const disc = path.join(await temporaryFolder(), 'mouse.iso')
  await writeFile(disc, bootDisc(code))
  return disc
}

/** The guest's mouse was moved so far to the right and down in all, and these buttons of PS/2 are held. */
async function moved(on: PoweredOn, right: number, down: number, buttons = 0): Promise<void> {
  const shown = new RegExp(shownMouse(right, down, buttons))
  await on.screen(([row = '']) => shown.test(row))
}

test('a guest with a mouse on its PS/2 port is moved by exactly the steps of a viewer', async () => {
  const on = await PoweredOn.start({ dvd: await discOf(showMouse), memory: 16 })
  await moved(on, 0, 0)
  const viewer = await ViewerMouse.attach(on)
  await on.until(() => viewer.told.length > 0)
  expect(viewer.told).toEqual([false])
  viewer.step(300, -2)
  await moved(on, 300, -2)
  // Far beyond any edge of the screen, and back.
  for (let i = 0; i < 20; i++) viewer.step(-100, 90)
  await moved(on, 300 - 2000, -2 + 1800)
  for (let i = 0; i < 20; i++) viewer.step(100, -90)
  await moved(on, 300, -2)
  // The right button, 4 in RFB, is 2 here.
  viewer.step(0, 0, 4)
  await moved(on, 300, -2, 2)
  viewer.leave()
  await moved(on, 300, -2)
  await on.machine.turnOff()
})

test('viewers are told whether the guest takes positions: over a reset, and of one that goes on from a state', async () => {
  const disc = await discOf(takePositions)
  const on = await PoweredOn.start({ dvd: disc, memory: 16 })
  const viewer = await ViewerMouse.attach(on)
  await on.until(() => viewer.told.at(-1) === true)
  const before = viewer.told.length
  await on.machine.reset()
  // The firmware takes none, and the guest's driver asks for them anew.
  await on.until(() => viewer.told.length === before + 2)
  expect(viewer.told.slice(before)).toEqual([false, true])
  await on.screen(([row = '']) => row.startsWith('V'))
  const state = path.join(path.dirname(disc), 'state.bin')
  await on.machine.save(state)
  await on.machine.turnOff()
  const savedState = { path: state, consume: () => Promise.resolve() }
  const again = await PoweredOn.start({ dvd: disc, memory: 16, savedState })
  const returning = await ViewerMouse.attach(again)
  await again.until(() => returning.told.length > 0)
  expect(returning.told).toEqual([true])
  await again.machine.turnOff()
})
