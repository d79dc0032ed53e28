import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bootDisc, showShiftKeys } from '#tests/fixtures/boot-disc.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { keysyms, ViewerKeys } from '#tests/fixtures/viewer-keys.ts'

/** Bits of the keyboard's flags in the BIOS data area: left Shift 2, Ctrl 4. */
const held = String.fromCharCode(65 + 2 + 4)
const none = 'A'

test.each(['saved', 'taken a snapshot of'])(
  'a guest that was %s goes on without the keys a viewer held',
  async (how) => {
    const folder = await temporaryFolder()
    const disc = path.join(folder, 'keys.iso')
    await writeFile(disc, bootDisc(showShiftKeys))
    const on = await PoweredOn.start({ dvd: disc, memory: 16 })
    const shows = (which: PoweredOn, letter: string) => which.screen(([row = '']) => row.startsWith(letter))
    await shows(on, none)
    const viewer = await ViewerKeys.attach(on)
    viewer.down(keysyms.leftShift, keysyms.leftControl)
    await shows(on, held)
    const state = path.join(folder, 'state.bin')
    if (how === 'saved') await on.machine.save(state)
    else await on.machine.takeSnapshot({ file: state, disks: [] }, () => Promise.resolve())
    if (how !== 'saved') {
      const samples = on.samples.length
      await on.until(() => on.samples.length > samples + 1)
      // The guest of the present still has its keys.
      expect((await on.rows())[0]?.slice(0, 1)).toBe(held)
    }
    await on.machine.turnOff()
    const savedState = { path: state, consume: () => Promise.resolve() }
    const again = await PoweredOn.start({ dvd: disc, memory: 16, savedState })
    await shows(again, none)
    await again.machine.turnOff()
  },
)
