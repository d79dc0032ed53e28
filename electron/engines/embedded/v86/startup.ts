import type { StartupDevice } from '#shared/startup.ts'

/** What the CMOS calls each device (SeaBIOS, `boot_init`). */
const codes: Readonly<Record<StartupDevice, number>> = { floppy: 1, disk: 2, cd: 3 }

/** The order in which SeaBIOS tries the devices, as v86 puts it into the CMOS: four bits each, the first lowest. */
export function bootOrder(order: readonly StartupDevice[]): number {
  return order.reduce((value, device, index) => value | (codes[device] << (4 * index)), 0)
}
