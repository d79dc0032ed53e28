import type { Processor } from './internals.ts'

/** PM1a control register of the PIIX4 where SeaBIOS puts it (ACPI 1.0b, 4.7.3.2). */
const pm1Control = 0xb004
const sleepEnable = 1 << 13
const sleepTypeShift = 10
const sleepTypeMask = 7
/** Sleep types the firmware's tables name for S5 (soft off) and S4 (off after hibernation). */
const offTypes: readonly number[] = [0, 2]

/** Calls back when the guest switches its power off through ACPI. */
export function onPowerOff(cpu: Processor, poweredOff: () => void): void {
  const register = cpu.io.ports[pm1Control]
  if (register === undefined) throw new Error('v86 has no PM1 control register.')
  const write = register.write16
  register.write16 = function (value) {
    write.call(this, value)
    if ((value & sleepEnable) !== 0 && offTypes.includes((value >> sleepTypeShift) & sleepTypeMask)) poweredOff()
  }
}
