import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { askToShutDown } from '#electron/guest/guest-agent.ts'
import { setTime } from '#electron/guest/time.ts'
import { bootDisc, showColours } from '#tests/fixtures/boot-disc.ts'
import { bootedFromDisc } from '#tests/fixtures/booted-lab.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

it('the lab guest is told what time it is, and shuts down, when its agent is asked to', async () => {
  const on = await bootedFromDisc()
  const com1 = await on.serial()
  const seconds = async () => Number((await com1.run('date +%s')).trim())
  await com1.run("date -s '2001-02-03 04:05:06'")
  const from = Math.floor(Date.now() / 1000)
  expect(await seconds()).toBeLessThan(from)
  const channel = await on.machine.openAgent()
  const { signal } = new AbortController()
  await setTime(channel, signal)
  const told = await seconds()
  expect(told).toBeGreaterThanOrEqual(from)
  expect(told).toBeLessThanOrEqual(Math.ceil(Date.now() / 1000))
  await askToShutDown(channel, signal)
  await on.until(() => on.reasons.length > 0)
  expect(on.reasons).toEqual([{ kind: 'guest' }])
})

it('the lab guest shuts down when its power button is pressed', async () => {
  const on = await bootedFromDisc()
  const com1 = await on.serial()
  // The guest was saved at its first prompt, and the program that hears the button comes later.
  await com1.run('until ls -l /proc/[0-9]*/fd 2>/dev/null | grep -q /dev/input/event; do sleep 1; done')
  expect(await on.machine.pressPowerButton()).toBe(true)
  await on.until(() => on.reasons.length > 0)
  expect(on.reasons).toEqual([{ kind: 'guest' }])
})

it('a guest that knows nothing of ACPI does not hear the power button', async () => {
  const dvd = path.join(await temporaryFolder(), 'colours.iso')
  await writeFile(dvd, bootDisc(showColours))
  const on = await PoweredOn.start({ dvd })
  await on.until(async () => (await on.machine.screenText()).length === 0)
  expect(await on.machine.pressPowerButton()).toBe(false)
  await on.machine.turnOff()
})
