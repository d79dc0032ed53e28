import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { V86 } from 'v86'
import * as z from 'zod'
import type { EngineStartup } from '../../engine.ts'
import { installImageData } from '../display/image-data.ts'
import type { VgaScreen } from '../display/screen.ts'
import type { OpenDrive } from '../../machine-process/drives/open-drives.ts'
import { AgentPort, nameAgentPort } from './agent-port.ts'
import { Drives, placeholderDisk, type DrivesListener } from './drives.ts'
import { Mouse, Ps2Keyboard } from './input-devices.ts'
import { GuestClock } from './guest-clock.ts'
import { GuestMemory, type MemoryImage } from './guest-memory.ts'
import type { Internals } from './internals.ts'
import { loadEmulator } from './load-emulator.ts'
import { addressBytes } from '../../machine-process/mac-address.ts'
import { keepPciDevices } from './pci-hotplug.ts'
import { pressPowerButton } from './power-button.ts'
import { onPowerOff } from './power-off.ts'
import { describeFault } from './processor-fault.ts'
import { bootOrder } from './startup.ts'
import { ProcessorSlices, type SliceListener } from './processor-slices.ts'
import { Com1, unsavedSerialPortSchema } from './serial-port.ts'
import { UnsavedDevices, unsavedDevicesSchema } from './unsaved-devices.ts'
import { guardQueues } from './virtio-queues.ts'

export interface EmulatorOptions {
  /** Of the network adapter. */
  readonly address: string
  /** Megabytes. */
  readonly memory: number
  readonly drives: readonly OpenDrive[]
  readonly startup: EngineStartup
  /** Folder of bios.bin and vgabios-stdvga.bin. */
  readonly firmware: string
  /** Path of v86.wasm. */
  readonly wasm: string
}

export interface EmulatorListener extends Omit<SliceListener, 'processorFault'>, DrivesListener {
  /** The emulated processor stopped beyond recovery. */
  processorFault(detail: string): void
  serialOutput(byte: number): void
  agentOutput(bytes: Uint8Array): void
  /** The processor starts over, whoever asked for it: the guest, a fault or `reset`. */
  processorReset(): void
  guestPoweredOff(): void
}

const videoMemory = 8 * 2 ** 20

/** What belongs to a saved state and v86 does not keep in it. */
export const unsavedStateSchema = z.object({ devices: unsavedDevicesSchema, com1: unsavedSerialPortSchema })
export type UnsavedState = z.infer<typeof unsavedStateSchema>

/** All that makes a PC go on where it was. */
export interface PcState {
  /** As v86 saves it, without the memory. */
  readonly own: ArrayBuffer
  readonly memory: MemoryImage
  readonly unsaved: UnsavedState
}

/** The emulated PC: processor, memory and devices. */
export class Emulator {
  readonly keyboard: Ps2Keyboard
  readonly mouse: Mouse
  readonly com1: Com1
  readonly agent: AgentPort
  readonly drives: Drives
  readonly #v86: V86
  readonly #internals: Internals
  readonly #slices: ProcessorSlices
  readonly #unsaved: UnsavedDevices
  readonly #memory: GuestMemory

  private constructor(parts: {
    v86: V86
    internals: Internals
    drives: Drives
    unsaved: UnsavedDevices
    listener: EmulatorListener
    faultDetail: (error: unknown) => string
  }) {
    const { v86, internals, drives, unsaved, listener, faultDetail } = parts
    this.#v86 = v86
    this.#internals = internals
    this.keyboard = new Ps2Keyboard(internals)
    this.drives = drives
    this.mouse = new Mouse(internals)
    this.com1 = new Com1(v86, internals, (byte) => listener.serialOutput(byte))
    this.agent = new AgentPort(internals.bus, (bytes) => listener.agentOutput(bytes))
    this.#unsaved = unsaved
    this.#memory = new GuestMemory(internals.v86.cpu)
    this.#slices = new ProcessorSlices(internals.v86, {
      betweenSlices: () => listener.betweenSlices(),
      processorFault: (error) => listener.processorFault(faultDetail(error)),
    })
  }

  /** Makes the PC; it does not run yet. */
  static async create(options: EmulatorOptions, listener: EmulatorListener): Promise<Emulator> {
    installImageData()
    const [bios, videoBios] = await Promise.all([
      readFirmware(options.firmware, 'bios.bin'),
      readFirmware(options.firmware, 'vgabios-stdvga.bin'),
    ])
    const clock = new GuestClock()
    let said: string | null = null
    const v86 = await loadEmulator(
      {
        memory_size: options.memory * 2 ** 20,
        vga_memory_size: videoMemory,
        bios: { buffer: bios },
        vga_bios: { buffer: videoBios },
        boot_order: bootOrder(options.startup.order),
        bootmenu: options.startup.menu !== 'none',
        hda: placeholderDisk,
        net_device: { type: 'virtio' },
        preserve_mac_from_state_image: true,
        acpi: true,
        uart1: true,
        virtio_console: true,
        disable_keyboard: true,
        disable_mouse: true,
        disable_speaker: true,
      },
      { wasm: options.wasm, clock: clock.now, said: (text) => (said = text) },
    )
    v86.add_listener('emulator-started', () => clock.run())
    v86.add_listener('emulator-stopped', () => clock.stop())
    const { cpu } = v86.v86
    const { devices } = cpu
    guardQueues(cpu, [devices.virtio_console, devices.virtio_net])
    nameAgentPort(devices.virtio_console)
    keepPciDevices(cpu)
    onPowerOff(cpu, () => listener.guestPoweredOff())
    const drives = new Drives(devices, options.drives, listener)
    const reboot = cpu.reboot_internal.bind(cpu)
    cpu.reboot_internal = () => {
      // First: what they still read would be put into the memory of the guest that starts.
      drives.reset()
      reboot()
      emulator.mouse.reset()
      listener.processorReset()
    }
    const faultDetail = (error: unknown) => {
      const detail = describeFault(error, said)
      said = null
      return detail
    }
    const emulator = new Emulator({
      v86,
      internals: v86,
      drives,
      unsaved: new UnsavedDevices(devices, clock, addressBytes(options.address)),
      listener,
      faultDetail,
    })
    return emulator
  }

  /** Milliseconds the guest's processor executed so far. */
  get executed(): number {
    return this.#slices.executed
  }

  run(): void {
    void this.#v86.run()
  }

  get isRunning(): boolean {
    return this.#v86.is_running()
  }

  /** Resolves when the guest's processor stands still. */
  stop(): Promise<void> {
    return this.#v86.stop()
  }

  /** Presses the reset button; the processor runs afterwards. */
  reset(): void {
    this.#v86.restart()
    this.run()
  }

  /** Presses the power button; whether the guest hears it. */
  pressPowerButton(): boolean {
    return pressPowerButton(this.#internals.v86.cpu)
  }

  /** The guest's processor must stand still, and its drives too. */
  async save(): Promise<PcState> {
    const devices = this.#unsaved.read()
    devices.keyboard.push(...this.keyboard.releases)
    const unsaved = { devices, com1: this.com1.unsaved }
    return { own: await this.#v86.save_state(), memory: this.#memory.copy(), unsaved }
  }

  /**
   * Before the processor runs for the first time, with the screen plugged in and the disks and media of then in the
   * drives.
   */
  async restore({ own, memory, unsaved: { devices, com1 } }: PcState): Promise<void> {
    this.#memory.fill(memory)
    this.#unsaved.setClock(devices)
    this.drives.expectFloppy()
    await this.#v86.restore_state(own)
    this.#unsaved.write(devices)
    this.com1.restore(com1)
    this.mouse.release()
  }

  /** Plugs a screen into the video adapter. */
  connectScreen(screen: VgaScreen): void {
    const { vga } = this.#internals.v86.cpu.devices
    vga.screen = screen.adapter
    this.#internals.screen_adapter = screen.adapter
    screen.source = { fill: () => vga.screen_fill_buffer(), redraw: () => vga.complete_redraw() }
  }
}

async function readFirmware(folder: string, name: string): Promise<ArrayBuffer> {
  const file = await readFile(path.join(folder, name))
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength)
}
