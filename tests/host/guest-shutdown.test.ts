import { expect, it } from 'vitest'
import { askToShutDown } from '#electron/guest/guest-agent.ts'
import { setTime } from '#electron/guest/time.ts'
import { bootedFromDisc } from '#tests/fixtures/booted-lab.ts'

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
