import { describe, expect, it } from 'vitest'
import { openBootMenu } from '#electron/engines/machine-process/boot-menu.ts'
import { bootOrder } from '#electron/engines/embedded/v86/startup.ts'
import { startupOrder } from '#shared/startup.ts'
import { until } from '#tests/fixtures/patience.ts'

describe('the startup order', () => {
  it('stands in the CMOS as SeaBIOS reads it, and v86 names it', () => {
    // BootOrder of v86.d.ts
    expect(bootOrder(['cd', 'floppy', 'disk'])).toBe(0x213)
    expect(bootOrder(['cd', 'disk', 'floppy'])).toBe(0x123)
    expect(bootOrder(['floppy', 'cd', 'disk'])).toBe(0x231)
    expect(bootOrder(['disk', 'cd', 'floppy'])).toBe(0x132)
  })

  it('goes on as it was after the devices that are named', () => {
    expect(startupOrder(['floppy'], ['cd', 'disk', 'floppy'])).toEqual(['floppy', 'cd', 'disk'])
    expect(startupOrder([], ['cd', 'disk', 'floppy'])).toEqual(['cd', 'disk', 'floppy'])
  })
})

describe('the boot menu', () => {
  it('is opened when the firmware offers it, and once', async () => {
    const typed: unknown[] = []
    const rows: string[] = []
    let looks = 0
    const pc = {
      screenText() {
        looks += 1
        return rows
      },
      type: (strokes: unknown) => Promise.resolve(void typed.push(strokes)),
    }
    const ending = new AbortController()
    openBootMenu(pc, ending.signal)
    await until(() => looks > 1)
    expect(typed).toEqual([])
    rows.push('Press ESC for boot menu.')
    await until(() => typed.length > 0)
    expect(typed).toEqual([[[0x01], [0x81]]])
    ending.abort()
  })
})
