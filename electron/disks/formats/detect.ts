import type { BlockDevice } from '../block-device.ts'
import { qcow2Magic, qcowVersion } from './qcow2/header.ts'
import type { FormatName } from './source-file.ts'
import { vdiSignature } from './vdi.ts'
import { fileSignature } from './vhdx/header.ts'
import { hasSignature } from './vhdx/signature.ts'
import { isDescriptor } from './vmdk/descriptor-text.ts'
import { cowdMagic, sparseMagic } from './vmdk/sparse-header.ts'

/** Room for the comments that a descriptor may begin with. */
const headSize = 4096
const footerSize = 512
const vhdCookie = 'conectix'

/** A format that its content tells: raw has no mark of its own. */
export type DetectedFormat = Exclude<FormatName, 'raw'> | 'vhd'

/**
 * The format whose mark the content bears, or null: what has none may be read as raw. For reading only: a guest that
 * writes to a raw disk can give it any mark, so nobody may write to a disk whose format was found by looking. Asked of
 * a writable device it throws.
 */
export async function detectFormat(device: BlockDevice): Promise<DetectedFormat | null> {
  if (device.writable) throw new TypeError('the format of a writable disk is named, not detected')
  const format = await formatByHead(device)
  return format ?? ((await endsInVhdFooter(device, await device.size())) ? 'vhd' : null)
}

/** The same of what a file begins with alone, to say what a file is that was refused. */
export async function formatByHead(device: BlockDevice): Promise<DetectedFormat | null> {
  const size = await device.size()
  const bytes = new Uint8Array(headSize)
  await device.read(0, bytes.subarray(0, Math.min(headSize, size)))
  const head = new DataView(bytes.buffer)
  if (hasSignature(head, 0, fileSignature)) return 'vhdx'
  if (head.getUint32(0) === qcow2Magic) return head.getUint32(4) === qcowVersion ? 'qcow' : 'qcow2'
  const magic = head.getUint32(0, true)
  if (magic === sparseMagic || magic === cowdMagic || isDescriptor(bytes.subarray(0, size))) return 'vmdk'
  if (head.getUint32(vdiSignature.position, true) === vdiSignature.value) return 'vdi'
  return hasSignature(head, 0, vhdCookie) ? 'vhd' : null
}

/** A fixed disk has its footer only; old ones of 511 bytes begin one byte later. */
async function endsInVhdFooter(device: BlockDevice, size: number): Promise<boolean> {
  if (size < footerSize) return false
  const bytes = new Uint8Array(footerSize)
  await device.read(size - footerSize, bytes)
  const footer = new DataView(bytes.buffer)
  return hasSignature(footer, 0, vhdCookie) || hasSignature(footer, 1, vhdCookie)
}
