// @ts-check
/**
 * v86 as its users run it: a plain Node script, v86's own options, V8's own flags. Boots the disc given as first
 * argument with the firmware of the folder given as second, and a hard disk of as many megabytes as the third says, held
 * in memory; COM1 is standard input and output.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { V86 } from 'v86'

const [disc = '', firmware = '', megabytes = '0'] = process.argv.slice(2)
const disk = Number(megabytes) * 2 ** 20

/** @param {string} file */
function read(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(file)
  return /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + byteLength))
}

const emulator = new V86({
  wasm_path: path.join(path.dirname(createRequire(import.meta.url).resolve('v86')), 'v86.wasm'),
  memory_size: 128 * 2 ** 20,
  vga_memory_size: 8 * 2 ** 20,
  bios: { buffer: read(path.join(firmware, 'bios.bin')) },
  vga_bios: { buffer: read(path.join(firmware, 'vgabios-stdvga.bin')) },
  cdrom: { buffer: read(disc) },
  ...(disk === 0 ? {} : { hda: { buffer: new ArrayBuffer(disk) } }),
  boot_order: 0x123,
  acpi: true,
  autostart: false,
  disable_speaker: true,
})
emulator.add_listener('emulator-loaded', () => {
  // Linux takes the IDE controller for pulled out where the ports of the PCI hot-plug controller read as ones.
  const { io } = /** @type {any} */ (emulator).v86.cpu
  const nothing = () => 0
  for (let port = 0xae00; port <= 0xae13; port++) io.register_read(port, io, nothing, nothing, nothing)
  void emulator.run()
})
emulator.add_listener('serial0-output-byte', (/** @type {number} */ byte) => process.stdout.write(Buffer.of(byte)))
process.stdin.on('data', (bytes) => emulator.serial_send_bytes(0, bytes))
process.stdin.on('end', () => process.exit())
