import { describe, expect, test } from 'vitest'
import { IdlePace } from '#electron/engines/embedded/v86/idle-pace.ts'

function paceOf({ pitRuns = false, clockTicks = false } = {}): IdlePace {
  return new IdlePace({
    pit: { counter_enabled: Uint8Array.of(pitRuns ? 1 : 0, 1, 1, 0) },
    rtc: { periodic_interrupt: clockTicks },
  })
}

/** A second in which the guest executed a part of each 10 ms. */
function live(pace: IdlePace, share: number): IdlePace {
  for (let now = 10; now <= 1000; now += 10) pace.note(now, now * share)
  return pace
}

describe('how long a halted guest sleeps', () => {
  test.each([
    ['idle on the APIC timer, due soon', live(paceOf(), 0.02), 3.2, 20],
    ['idle on the APIC timer, due later', live(paceOf(), 0.02), 55.5, 56],
    ['busy', live(paceOf(), 0.5), 3.2, 4],
    ['just started', paceOf(), 3.2, 4],
    ['due at once', live(paceOf(), 0.5), 0.1, 1],
    ['idle, but counting the PIT', live(paceOf({ pitRuns: true }), 0.02), 0.5, 1],
    ['idle, but counting the clock', live(paceOf({ clockTicks: true }), 0.02), 0.9, 1],
  ])('%s', (_what, pace, untilTimer, sleep) => {
    expect(pace.sleep(untilTimer)).toBe(sleep)
  })

  test('changes when the guest begins to work', () => {
    const pace = live(paceOf(), 0.02)
    expect(pace.sleep(4)).toBe(20)
    for (let now = 1010; now <= 1300; now += 10) pace.note(now, 20 + (now - 1000) * 0.9)
    expect(pace.sleep(4)).toBe(4)
  })
})
