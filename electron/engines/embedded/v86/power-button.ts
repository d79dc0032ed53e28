import type { Processor } from './internals.ts'

/** PWRBTN_STS and PWRBTN_EN of the PM1 event registers (ACPI 1.0b, 4.7.3.1). */
const powerButton = 1 << 8
/** The interrupt SeaBIOS gives ACPI (SCI_INT of its FADT). */
const systemControlInterrupt = 9

/**
 * Presses the PC's power button. Returns whether the guest hears it: only one that runs ACPI, and has asked to be told,
 * does; of any other nothing is changed.
 */
export function pressPowerButton(cpu: Processor): boolean {
  const { acpi } = cpu.devices
  if ((acpi.pm1_enable & powerButton) === 0) return false
  acpi.pm1_status |= powerButton
  cpu.device_raise_irq(systemControlInterrupt)
  return true
}
