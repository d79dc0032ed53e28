// @ts-check
import { loadable } from './elf.mjs'

/**
 * Offsets in the setup header of a bzImage; The Linux/x86 Boot Protocol, arch/x86/boot.rst in the kernel's documentation.
 */
const SETUP_SECTORS = 0x1f1
const SYSTEM_SIZE = 0x1f4
const MAGIC = 0x202
const VERSION = 0x206
const CODE32_START = 0x214
const RELOCATABLE = 0x234
const PAYLOAD_OFFSET = 0x248
const PAYLOAD_LENGTH = 0x24c
const PREFERRED_ADDRESS = 0x258
const INIT_SIZE = 0x260

/** Where boot loaders put the protected-mode part of a kernel that is not relocatable. */
const LOAD_ADDRESS = 0x100000
/** Before the kernel proper, so that it stays aligned to a page. */
const MOVER_SIZE = 0x1000

/**
 * Machine code that takes the place of the kernel's own decompressor. It moves the kernel from where the loader put it
 * to where it is linked to run, and jumps there with the state the 32-bit boot protocol asks for: flat segments as they
 * are, interrupts off, esi at the boot parameters. Copied from the end, as the two places may overlap.
 * @param {{ from: number, to: number, length: number, entry: number }} move addresses and bytes, multiples of 4
 */
function moverCode({ from, to, length, entry }) {
  const code = Buffer.alloc(MOVER_SIZE, 0x90)
  let at = 0
  /** @param {number[]} bytes */
  const emit = (...bytes) => bytes.forEach((byte) => (at = code.writeUInt8(byte, at)))
  /** @param {number} value */
  const emit32 = (value) => (at = code.writeUInt32LE(value, at))
  emit(0x89, 0xf2) // mov edx, esi
  emit(0xfd) // std
  emit(0xbe) // mov esi, the last source dword
  emit32(from + length - 4)
  emit(0xbf) // mov edi, the last target dword
  emit32(to + length - 4)
  emit(0xb9) // mov ecx, dwords
  emit32(length / 4)
  emit(0xf3, 0xa5) // rep movsd
  emit(0xfc) // cld
  emit(0x89, 0xd6) // mov esi, edx
  emit(0xb8) // mov eax, entry
  emit32(entry)
  emit(0xff, 0xe0) // jmp eax
  return code
}

/** @param {number} length @param {number} unit */
const roundUp = (length, unit) => Math.ceil(length / unit) * unit

/**
 * Rewrites a bzImage so that it holds the kernel uncompressed. Emulated, decompressing takes seconds; reading three
 * times as much takes a fraction of one. Any boot loader starts the result as it would the original.
 * @param {Buffer} image a 32-bit bzImage with an xz payload, boot protocol 2.10 or later
 * @param {(stream: Uint8Array) => Promise<Buffer>} decompressXz
 * @returns {Promise<Buffer>}
 */
export async function uncompressedKernel(image, decompressXz) {
  if (image.toString('latin1', MAGIC, MAGIC + 4) !== 'HdrS' || image.readUInt16LE(VERSION) < 0x20a) {
    throw new Error('The kernel is no bzImage of boot protocol 2.10 or later.')
  }
  const setupLength = (image.readUInt8(SETUP_SECTORS) + 1) * 512
  const payload = setupLength + image.readUInt32LE(PAYLOAD_OFFSET)
  // The kernel's build appends the uncompressed size, four bytes that are not part of the stream.
  const stream = image.subarray(payload, payload + image.readUInt32LE(PAYLOAD_LENGTH) - 4)
  const { entry, segments } = loadable(await decompressXz(stream))

  const start = Math.min(...segments.map(({ address }) => address))
  const end = Math.max(...segments.map(({ address, data }) => address + data.length))
  const endInMemory = Math.max(...segments.map(({ address, memory }) => address + memory))
  const kernel = Buffer.alloc(roundUp(end - start, 16))
  for (const { address, data } of segments) data.copy(kernel, address - start)
  const from = LOAD_ADDRESS + MOVER_SIZE
  if (start < from) throw new Error('The kernel runs where boot loaders put it, so it cannot be moved there.')

  const setup = Buffer.from(image.subarray(0, setupLength))
  setup.writeUInt32LE((MOVER_SIZE + kernel.length) / 16, SYSTEM_SIZE)
  setup.writeUInt32LE(LOAD_ADDRESS, CODE32_START)
  setup.writeUInt8(0, RELOCATABLE)
  setup.writeUInt32LE(0, PAYLOAD_OFFSET)
  setup.writeUInt32LE(0, PAYLOAD_LENGTH)
  setup.writeBigUInt64LE(BigInt(LOAD_ADDRESS), PREFERRED_ADDRESS)
  // The kernel must find its memory free up to its end, so loaders have to keep the initial RAM disk above it.
  const initSize = Math.max(endInMemory - LOAD_ADDRESS, image.readUInt32LE(INIT_SIZE) + start - LOAD_ADDRESS)
  setup.writeUInt32LE(initSize, INIT_SIZE)
  return Buffer.concat([setup, moverCode({ from, to: start, length: kernel.length, entry }), kernel])
}
