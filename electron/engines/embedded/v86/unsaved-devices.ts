import { z } from 'zod'
import type { ByteQueue, Devices, IdeDevice } from './internals.ts'

const bytesSchema = z.array(z.int().min(0).max(255))

export const unsavedDevicesSchema = z.object({
  /** How long the process had run, by which its timers count, and what the power management timer counts by. Milliseconds. */
  uptime: z.number(),
  timerClock: z.number(),
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
  readonly #adapter: Uint8Array
  /** Milliseconds the power management timer is ahead of the process: the guest must not see it jump. */
  #ahead = 0

  /** @param adapter address the network adapter is made with */
  constructor(devices: Devices, adapter: Uint8Array) {
    this.#devices = devices
    this.#adapter = adapter
    devices.virtio_net.mac.set(adapter)
    const { acpi } = devices
    const timerAt = acpi.get_timer.bind(acpi)
    acpi.get_timer = (now) => timerAt(now + this.#ahead)
  }

  read(): Unsaved {
    const { ps2 } = this.#devices
    return {
      uptime: performance.now(),
      timerClock: performance.now() + this.#ahead,
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

  /** After v86's own state. */
  write({ uptime, timerClock, adapter, keyboard, mouse, drives }: Unsaved): void {
    const { pit, ps2, virtio_net } = this.#devices
    const now = performance.now()
    this.#ahead = timerClock - now
    for (const [counter, started] of pit.counter_start_time.entries()) {
      pit.counter_start_time[counter] = started - uptime + now
    }
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
