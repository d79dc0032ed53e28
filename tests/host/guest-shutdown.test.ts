import { expect, it } from 'vitest'
import { makeGuest } from '#build/guest/make-guest.mjs'
import { askToShutDown } from '#electron/guest/guest-agent.ts'
import { labDisc, PoweredOn } from '#tests/fixtures/powered-on.ts'

it('the lab guest shuts down when its agent is asked to', async () => {
  await makeGuest()
  const on = await PoweredOn.start({ dvd: labDisc, memory: 64 })
  const com1 = await on.serial()
  await com1.read(/lab-linux:~# /)
  await com1.run('until pidof qemu-ga; do sleep 1; done')
  const channel = await on.machine.openAgent()
  await askToShutDown(channel, new AbortController().signal)
  await on.until(() => on.reasons.length > 0)
  expect(on.reasons).toEqual([{ kind: 'guest' }])
})
