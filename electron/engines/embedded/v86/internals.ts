import type { V86Options } from 'v86'
import type { V86ScreenAdapter } from './screen-adapter.ts'

/**
 * Everything of v86 this engine uses beyond its published types. v86 calls them likely to change, so the version is
 * pinned, `checkInternals` tells at start what moved, and no file outside this folder looks inside.
 */
export interface Internals {
  readonly bus: Bus
  readonly v86: Scheduler
  /** Told when the guest stops and goes on. */
  screen_adapter: V86ScreenAdapter
}

export interface Bus {
  send(event: string, value: unknown): void
  register(event: string, listener: (value: unknown) => void, receiver: object): void
}

/** Runs the processor in slices of about a millisecond on the event loop. */
export interface Scheduler {
  /** What it is an instance of. `microtick` is the clock of the devices: milliseconds. */
  readonly constructor: { microtick: () => number }
  readonly cpu: Processor
  /** Calls `yield_callback(tick)` after so many milliseconds. */
  yield(milliseconds: number, tick: number): void
  yield_callback(tick: number): void
  next_tick(milliseconds: number): void
}

export interface Processor {
  /** Runs one slice. Returns how many milliseconds the guest has nothing to do; 0 where it goes on at once. */
  main_loop(): number
  reboot_internal(): void
  device_raise_irq(line: number): void
  readonly in_hlt: Uint8Array
  /** The guest's memory. */
  readonly mem8: Uint8Array
  /** Not 0 where all bytes from `address` on are zero; `length` is a multiple of 8. */
  is_memory_zeroed(address: number, length: number): number
  /** What saved states hold of the memory: a bit for each page that is not zero, and these pages. */
  pack_memory(): { bitmap: { get_buffer(): ArrayBuffer }; packed_memory: Uint8Array }
  unpack_memory(bitmap: object, packedMemory: Uint8Array): void
  readonly io: {
    readonly ports: PortHandlers[]
    /** Answers reads of a port in bytes, words and double words. */
    register_read(port: number, device: object, byte: () => number, word: () => number, double: () => number): void
  }
  readonly devices: Devices
}

export interface PortHandlers {
  /** Called with the device as `this`. */
  write16: (this: unknown, value: number) => void
}

export interface Devices {
  readonly vga: VgaDevice
  readonly ps2: Ps2Device
  readonly uart0: UartDevice
  readonly pit: { readonly counter_enabled: Uint8Array }
  readonly acpi: AcpiDevice
  readonly rtc: { readonly periodic_interrupt: boolean; cmos_write(register: number, value: number): void }
  readonly ide: { readonly primary: IdeChannel; readonly secondary: IdeChannel }
  readonly fdc: FloppyController
  readonly vmware: VmwareMouse
  readonly virtio_net: { readonly mac: Uint8Array; readonly virtio: VirtioDevice }
  readonly virtio_console: VirtioConsoleDevice
}

export interface AcpiDevice {
  /** The power management timer, which never shows less than it last did. */
  timer_last_value: number
  /** Reads it at a time of `performance.now()`. */
  get_timer(now: number): number
  /** The PM1 event registers: what has happened, and what of it interrupts the guest. */
  pm1_status: number
  readonly pm1_enable: number
}

export interface VgaDevice {
  screen: V86ScreenAdapter
  /** Hands what changed in graphics modes to `screen`; text modes hand it over as the guest writes. */
  screen_fill_buffer(): void
  /** Marks all of the picture as changed. */
  complete_redraw(): void
}

export interface Ps2Device {
  readonly enable_keyboard_stream: boolean
  /** What the guest has not read yet. */
  readonly kbd_buffer: ByteQueue
  readonly mouse_buffer: ByteQueue
  /** Buttons held, a bit each. */
  readonly mouse_clicks: number
  raise_irq(): void
}

/** The mouse behind VMware's backdoor, which tells positions. */
export interface VmwareMouse {
  /** As the guest's driver asked for. */
  enabled: boolean
  absolute: boolean
}

export interface ByteQueue {
  readonly length: number
  push(byte: number): void
  shift(): number
}

export interface UartDevice {
  /** Received bytes the guest has not read; unbounded, where the chip's FIFO holds 16. */
  readonly input: number[]
  /** MCR of the 16550. */
  readonly modem_control: number
}

/** One of the four places of the two IDE channels, with what is plugged in there. */
export interface IdeDevice {
  readonly channel: { dma_status: number }
  drive_connected: boolean
  is_atapi: boolean
  sector_size: number
  head_count: number
  readonly sector_count: number
  /** The medium; null in an empty CD/DVD drive, and where nothing is plugged in. */
  buffer: DiskBuffer | null
  /** Registers of ATA/ATAPI-6, clause 7. */
  status_reg: number
  error_reg: number
  current_command: number
  /** What the guest reads of the device; after an ATAPI packet, the packet. */
  readonly data: Uint8Array
  readonly data16: Uint16Array
  readonly in_progress_io_ids: Map<number, unknown>
  /** What an ATAPI guest is to be told next: that the medium is another, and why its last command failed. */
  medium_changed: number
  atapi_sense_key: number
  atapi_add_sense: number
  set_disk_buffer(buffer: DiskBuffer): void
  set_cdrom(buffer: DiskBuffer): void
  eject(): void
  push_irq(): void
  create_identify_packet: (this: IdeDevice) => void
  ata_command: (this: IdeDevice, command: number) => void
  cancel_io_operations: (this: IdeDevice) => void
  atapi_handle: (this: IdeDevice) => void
  atapi_read: (this: IdeDevice, packet: Uint8Array) => void
  atapi_read_dma: (this: IdeDevice, packet: Uint8Array) => void
  atapi_check_condition_response(senseKey: number, additionalSense: number): void
}

export interface IdeChannel {
  readonly master: IdeDevice
  readonly slave: IdeDevice
}

export interface FloppyController {
  readonly drives: readonly [FloppyDevice, FloppyDevice]
  /** By their codes. */
  readonly cmd_table: readonly (FloppyCommand | undefined)[]
  /** Status register 0 of the 82077AA. */
  status0: number
}

export interface FloppyCommand {
  handler: (this: FloppyController, parameters: Uint8Array) => void
}

export interface FloppyDevice {
  buffer: DiskBuffer | null
  /** As the CMOS has it. */
  drive_type: number
  /** Tracks, heads and sectors of the disk. */
  max_track: number
  max_head: number
  max_sect: number
  /** False where the image has no floppy disk's size. */
  insert_disk(buffer: DiskBuffer, readOnly: boolean): boolean
  eject_disk(): void
}

/** A device of Virtual I/O Device 1.0 on the PCI bus. */
export interface VirtioDevice {
  readonly device_status: number
  readonly queues: readonly VirtQueue[]
  /** Sets DEVICE_NEEDS_RESET: nothing is done until the guest's driver begins anew. */
  needs_reset(): void
}

export interface VirtQueue {
  readonly virtio: VirtioDevice
  readonly enabled: boolean
  readonly size: number
  /** Addresses of the three parts in the guest's memory; 0 until its driver sets them. */
  readonly desc_addr: number
  readonly avail_addr: number
  readonly used_addr: number
  count_requests: (this: VirtQueue) => number
  has_request: (this: VirtQueue) => boolean
  pop_request: (this: VirtQueue) => BufferChain
}

/** What a driver gives for one request: buffers to read, then buffers to write. */
export interface BufferChain {
  readonly read_buffers: GuestBuffer[]
  readonly write_buffers: GuestBuffer[]
  length_readable: number
}

interface GuestBuffer {
  readonly addr_low: number
  readonly addr_high: number
  readonly len: number
}

export interface VirtioConsoleDevice {
  readonly virtio: VirtioDevice
  SendEvent: (this: VirtioConsoleDevice, port: number, event: number, value: number) => void
  SendName: (this: VirtioConsoleDevice, port: number, name: string) => void
  SendWindowSize: (this: VirtioConsoleDevice, port: number) => void
}

/** What v86 asks of a disk it does not hold in memory. */
export interface DiskBuffer {
  /** Bytes; a multiple of the drive's sector size. */
  readonly byteLength: number
  onload: ((event: object) => void) | undefined
  onprogress: ((event: object) => void) | undefined
  load(): void
  get(start: number, length: number, deliver: (data: Uint8Array) => void): void
  set(start: number, data: Uint8Array, done: () => void): void
  /** Bytes that are at hand; asked for the first sector only. */
  get_from_cache(start: number, length: number): Uint8Array | undefined
  get_and_cache(start: number, length: number, deliver: (data: Uint8Array) => void): void
  get_buffer(deliver: (buffer?: ArrayBuffer) => void): void
  get_state(): unknown[]
  set_state(state: unknown): void
}

export type EmulatorSettings = Omit<V86Options, 'hda' | 'virtio_console'> & {
  readonly hda: DiskBuffer
  readonly virtio_console: boolean
}

type Kind = 'function' | 'object' | 'number' | 'boolean'

const used: readonly (readonly [path: string, kind: Kind])[] = [
  ['bus.send', 'function'],
  ['bus.register', 'function'],
  ['screen_adapter', 'object'],
  ['v86.constructor.microtick', 'function'],
  ['v86.yield', 'function'],
  ['v86.yield_callback', 'function'],
  ['v86.next_tick', 'function'],
  ['v86.cpu.main_loop', 'function'],
  ['v86.cpu.reboot_internal', 'function'],
  ['v86.cpu.device_raise_irq', 'function'],
  ['v86.cpu.in_hlt', 'object'],
  ['v86.cpu.mem8', 'object'],
  ['v86.cpu.is_memory_zeroed', 'function'],
  ['v86.cpu.pack_memory', 'function'],
  ['v86.cpu.unpack_memory', 'function'],
  ['v86.cpu.io.ports', 'object'],
  ['v86.cpu.io.register_read', 'function'],
  ['v86.cpu.devices.vga.screen', 'object'],
  ['v86.cpu.devices.vga.screen_fill_buffer', 'function'],
  ['v86.cpu.devices.vga.complete_redraw', 'function'],
  ['v86.cpu.devices.ps2.enable_keyboard_stream', 'boolean'],
  ['v86.cpu.devices.ps2.kbd_buffer.length', 'number'],
  ['v86.cpu.devices.ps2.kbd_buffer.push', 'function'],
  ['v86.cpu.devices.ps2.kbd_buffer.shift', 'function'],
  ['v86.cpu.devices.ps2.mouse_buffer.length', 'number'],
  ['v86.cpu.devices.ps2.mouse_clicks', 'number'],
  ['v86.cpu.devices.ps2.raise_irq', 'function'],
  ['v86.cpu.devices.uart0.input', 'object'],
  ['v86.cpu.devices.uart0.modem_control', 'number'],
  ['v86.cpu.devices.pit.counter_enabled', 'object'],
  ['v86.cpu.devices.acpi.timer_last_value', 'number'],
  ['v86.cpu.devices.acpi.pm1_status', 'number'],
  ['v86.cpu.devices.acpi.pm1_enable', 'number'],
  ['v86.cpu.devices.rtc.periodic_interrupt', 'boolean'],
  ['v86.cpu.devices.rtc.cmos_write', 'function'],
  ['v86.cpu.devices.ide.primary.slave', 'object'],
  ['v86.cpu.devices.ide.secondary.master', 'object'],
  ['v86.cpu.devices.ide.secondary.slave', 'object'],
  ['v86.cpu.devices.ide.primary.master.channel.dma_status', 'number'],
  ['v86.cpu.devices.ide.primary.master.drive_connected', 'boolean'],
  ['v86.cpu.devices.ide.primary.master.sector_size', 'number'],
  ['v86.cpu.devices.ide.primary.master.head_count', 'number'],
  ['v86.cpu.devices.ide.primary.master.sector_count', 'number'],
  ['v86.cpu.devices.ide.primary.master.buffer', 'object'],
  ['v86.cpu.devices.ide.primary.master.status_reg', 'number'],
  ['v86.cpu.devices.ide.primary.master.error_reg', 'number'],
  ['v86.cpu.devices.ide.primary.master.current_command', 'number'],
  ['v86.cpu.devices.ide.primary.master.data', 'object'],
  ['v86.cpu.devices.ide.primary.master.data16', 'object'],
  ['v86.cpu.devices.ide.primary.master.in_progress_io_ids', 'object'],
  ['v86.cpu.devices.ide.primary.master.medium_changed', 'number'],
  ['v86.cpu.devices.ide.primary.master.atapi_sense_key', 'number'],
  ['v86.cpu.devices.ide.primary.master.atapi_add_sense', 'number'],
  ['v86.cpu.devices.ide.primary.master.set_disk_buffer', 'function'],
  ['v86.cpu.devices.ide.primary.master.set_cdrom', 'function'],
  ['v86.cpu.devices.ide.primary.master.eject', 'function'],
  ['v86.cpu.devices.ide.primary.master.push_irq', 'function'],
  ['v86.cpu.devices.ide.primary.master.create_identify_packet', 'function'],
  ['v86.cpu.devices.ide.primary.master.ata_command', 'function'],
  ['v86.cpu.devices.ide.primary.master.cancel_io_operations', 'function'],
  ['v86.cpu.devices.ide.primary.master.atapi_handle', 'function'],
  ['v86.cpu.devices.ide.primary.master.atapi_read', 'function'],
  ['v86.cpu.devices.ide.primary.master.atapi_read_dma', 'function'],
  ['v86.cpu.devices.ide.primary.master.atapi_check_condition_response', 'function'],
  ['v86.cpu.devices.fdc.status0', 'number'],
  ['v86.cpu.devices.fdc.cmd_table.7.handler', 'function'],
  ['v86.cpu.devices.fdc.drives.0.drive_type', 'number'],
  ['v86.cpu.devices.fdc.drives.0.max_track', 'number'],
  ['v86.cpu.devices.fdc.drives.0.max_head', 'number'],
  ['v86.cpu.devices.fdc.drives.0.max_sect', 'number'],
  ['v86.cpu.devices.fdc.drives.0.insert_disk', 'function'],
  ['v86.cpu.devices.fdc.drives.0.eject_disk', 'function'],
  ['v86.cpu.devices.vmware.enabled', 'boolean'],
  ['v86.cpu.devices.vmware.absolute', 'boolean'],
  ['v86.cpu.devices.virtio_net.mac', 'object'],
  ['v86.cpu.devices.virtio_net.virtio.queues.0.count_requests', 'function'],
  ['v86.cpu.devices.virtio_console.virtio.device_status', 'number'],
  ['v86.cpu.devices.virtio_console.virtio.needs_reset', 'function'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.virtio', 'object'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.enabled', 'boolean'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.size', 'number'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.desc_addr', 'number'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.avail_addr', 'number'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.used_addr', 'number'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.count_requests', 'function'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.has_request', 'function'],
  ['v86.cpu.devices.virtio_console.virtio.queues.0.pop_request', 'function'],
  ['v86.cpu.devices.virtio_console.SendEvent', 'function'],
  ['v86.cpu.devices.virtio_console.SendName', 'function'],
  ['v86.cpu.devices.virtio_console.SendWindowSize', 'function'],
]

/** @throws Error that names what this version of v86 does not have, or has differently */
export function checkInternals(emulator: unknown): asserts emulator is Internals {
  const moved = used
    .map(([path, kind]) => ({ path, kind, found: typeof valueAt(emulator, path) }))
    .filter(({ kind, found }) => kind !== found)
    .map(({ path, kind, found }) => `${path} is ${found} instead of ${kind}`)
  if (moved.length > 0) throw new Error(`This version of v86 does not fit the embedded engine: ${moved.join('; ')}.`)
}

function valueAt(root: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    return (typeof value === 'object' && value !== null) || typeof value === 'function'
      ? (value as Record<string, unknown>)[name]
      : undefined
  }, root)
}
