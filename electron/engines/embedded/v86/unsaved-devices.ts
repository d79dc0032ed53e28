import * as z from 'zod'
import type { GuestClock } from './guest-clock.ts'
import type { ByteQueue, Devices, IdeDevice } from './internals.ts'

const bytesSchema = z.array(z.int().min(0).max(255))

export const unsavedDevicesSchema = z.object({
  /** What the guest's timers count by; milliseconds. */
  uptime: z.number(),
  /** Address the network adapter was made with, which the guest may have changed. */
  adapter: bytesSchema,
  keyboard: bytesSchema,
  mouse: bytesSchema,
  /** In the order of the positions. */
  drives: z.array(z.object({ mediumChanged: z.int(), senseKey: z.int(), additionalSense: z.int() })),
})
type Unsaved = z.infer<typeof unsavedDevicesSchema>

/** What v86's devices keep out of its saved states although their guest would miss it. */
export class UnsavedDevices {
  readonly #devices: Devices
  readonly #clock: GuestClock
  readonly #adapter: Uint8Array

  /** @param adapter address the network adapter is made with */
  constructor(devices: Devices, clock: GuestClock, adapter: Uint8Array) {
    this.#devices = devices
    this.#clock = clock
    this.#adapter = adapter
    devices.virtio_net.mac.set(adapter)
  }

  read(): Unsaved {
    const { ps2 } = this.#devices
    return {
      uptime: this.#clock.now(),
      adapter: [...this.#adapter],
      keyboard: contents(ps2.kbd_buffer),
      mouse: contents(ps2.mouse_buffer),
      drives: this.#drives.map((drive) => ({
        mediumChanged: drive.medium_changed,
        senseKey: drive.atapi_sense_key,
        additionalSense: drive.atapi_add_sense,
      })),
    }
  }

  /** Before v86's own state, which is of that time. */
  setClock({ uptime }: Unsaved): void {
    this.#clock.set(uptime)
    // The process may be older than the one was that the guest was saved in.
    this.#devices.acpi.timer_last_value = 0
  }

  /** After v86's own state. */
  write({ adapter, keyboard, mouse, drives }: Unsaved): void {
    const { ps2, virtio_net } = this.#devices
    // Of another machine, as a clone goes on from: two with one address could not be in one network.
    if (virtio_net.mac.every((byte, index) => byte === adapter[index])) virtio_net.mac.set(this.#adapter)
    for (const byte of keyboard) ps2.kbd_buffer.push(byte)
    for (const byte of mouse) ps2.mouse_buffer.push(byte)
    ps2.raise_irq()
    for (const [index, drive] of this.#drives.entries()) {
      const kept = drives[index]
      if (kept === undefined) continue
      drive.medium_changed = kept.mediumChanged
      drive.atapi_sense_key = kept.senseKey
      drive.atapi_add_sense = kept.additionalSense
    }
  }

  get #drives(): IdeDevice[] {
    const { primary, secondary } = this.#devices.ide
    return [primary.master, primary.slave, secondary.master, secondary.slave]
  }
}

/** Without taking anything out. */
function contents(queue: ByteQueue): number[] {
  return Array.from({ length: queue.length }, () => {
    const byte = queue.shift()
    queue.push(byte)
    return byte
  })
}
