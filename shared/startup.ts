import * as z from 'zod'

/** What a machine can start from: the devices the engine's firmware (SeaBIOS) has programs for. It has none for networks. */
export const startupDevices = ['floppy', 'cd', 'disk'] as const
export type StartupDevice = (typeof startupDevices)[number]
export const startupDeviceSchema = z.enum(startupDevices)

/** All of them, the one that is tried first first. */
export const startupOrderSchema = z
  .array(startupDeviceSchema)
  .length(startupDevices.length)
  .refine((order) => new Set(order).size === order.length, { message: 'names a device twice' })

export const startupSchema = z.object({
  order: startupOrderSchema,
  /** Whether the firmware offers a menu of the devices each time the machine starts. */
  menu: z.boolean(),
})
export type Startup = z.infer<typeof startupSchema>

export const defaultStartup: Startup = { order: ['cd', 'disk', 'floppy'], menu: false }

/** An order that begins with these devices; those that are not named follow as they did. */
export function startupOrder(first: readonly StartupDevice[], now: readonly StartupDevice[]): StartupDevice[] {
  return [...first, ...now.filter((device) => !first.includes(device))]
}
