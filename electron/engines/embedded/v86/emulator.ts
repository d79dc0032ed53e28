import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { V86 } from 'v86'
import { installImageData } from '../display/image-data.ts'
import type { Screen } from '../display/screen.ts'
import type { OpenDrive } from '../drives/open-drives.ts'
import { nameAgentPort } from './agent-port.ts'
import { Drives, placeholderDisk, type DrivesListener } from './drives.ts'
import { Mouse, Ps2Keyboard } from './input-devices.ts'
import { checkInternals, loadEmulator, type Internals } from './internals.ts'
import { macAddress } from './mac-address.ts'
import { keepPciDevices } from './pci-hotplug.ts'
import { onPowerOff } from './power-off.ts'
import { ProcessorSlices, type SliceListener } from './processor-slices.ts'
import { Com1 } from './serial-port.ts'

export interface EmulatorOptions {
  readonly machineId: string
  /** Megabytes. */
  readonly memory: number
  readonly drives: readonly OpenDrive[]
  /** Folder of bios.bin and vgabios-stdvga.bin. */
  readonly firmware: string
  /** Path of v86.wasm. */
  readonly wasm: string
}

export interface EmulatorListener extends SliceListener, DrivesListener {
  serialOutput(byte: number): void
  /** The processor starts over, whoever asked for it: the guest, a fault or `reset`. */
  processorReset(): void
  guestPoweredOff(): void
}

/** CD, then hard disk, then floppy, as SeaBIOS reads it from CMOS. */
const bootOrder = 0x123
const videoMemory = 8 * 2 ** 20

/** The emulated PC: processor, memory and devices. */
export class Emulator {
  readonly keyboard: Ps2Keyboard
  readonly mouse: Mouse
  readonly com1: Com1
  readonly drives: Drives
  readonly #v86: V86
  readonly #internals: Internals
  readonly #slices: ProcessorSlices

  private constructor(v86: V86, internals: Internals, drives: Drives, listener: EmulatorListener) {
    this.#v86 = v86
    this.#internals = internals
    this.keyboard = new Ps2Keyboard(internals)
    this.drives = drives
    this.mouse = new Mouse(internals)
    this.com1 = new Com1(v86, internals, (byte) => listener.serialOutput(byte))
    this.#slices = new ProcessorSlices(internals.v86, listener)
  }

  /** Makes the PC; it does not run yet. */
  static async create(options: EmulatorOptions, listener: EmulatorListener): Promise<Emulator> {
    installImageData()
    const [bios, videoBios] = await Promise.all([
      readFirmware(options.firmware, 'bios.bin'),
      readFirmware(options.firmware, 'vgabios-stdvga.bin'),
    ])
    const v86 = await loadEmulator({
      wasm_path: options.wasm,
      memory_size: options.memory * 2 ** 20,
      vga_memory_size: videoMemory,
      bios: { buffer: bios },
      vga_bios: { buffer: videoBios },
      boot_order: bootOrder,
      hda: placeholderDisk,
      net_device: { type: 'virtio' },
      acpi: true,
      uart1: true,
      virtio_console: true,
      disable_keyboard: true,
      disable_mouse: true,
      disable_speaker: true,
    })
    checkInternals(v86)
    const { cpu } = v86.v86
    const { devices } = cpu
    devices.virtio_net.mac.set(macAddress(options.machineId))
    nameAgentPort(devices.virtio_console)
    keepPciDevices(cpu)
    onPowerOff(cpu, () => listener.guestPoweredOff())
    const reboot = cpu.reboot_internal.bind(cpu)
    cpu.reboot_internal = () => {
      reboot()
      listener.processorReset()
    }
    return new Emulator(v86, v86, new Drives(devices, options.drives, listener), listener)
  }

  /** Milliseconds the guest's processor executed so far. */
  get executed(): number {
    return this.#slices.executed
  }

  run(): void {
    void this.#v86.run()
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

  /** Plugs a screen into the video adapter. */
  connectScreen(screen: Screen): void {
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
