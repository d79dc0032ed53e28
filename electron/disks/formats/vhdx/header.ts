import { uint64 } from '../integers.ts'
import type { SourceFile } from '../source-file.ts'
import { crc32c } from './crc32c.ts'
import { bytesOf, guidAt, hasSignature } from './signature.ts'

// [MS-VHDX] 2.2.1 and 2.2.2, little-endian.
export const fileSignature = 'vhdxfile'
const headerPositions = [0x1_0000, 0x2_0000]
const headerSize = 4096
const checksumOffset = 4
const formatVersion = 1

/** The headers, the region tables and what is reserved around them. Bytes. */
export const megabyte = 1024 * 1024

export interface VhdxHeader {
  /** By which disks that are based on this one know its content. */
  readonly dataGuid: string
  /** All zeros when there is no log to replay. */
  readonly logGuid: string
  readonly logOffset: number
  readonly logLength: number
}

/** The current header: the one of two with the higher sequence number that is whole. Throws CORRUPT, UNSUPPORTED. */
export async function readVhdxHeader(file: SourceFile): Promise<VhdxHeader> {
  const start = await file.read(0, fileSignature.length, 'file type identifier')
  if (!hasSignature(start, 0, fileSignature)) throw file.corrupt('signature', 0)
  let current: DataView | null = null
  for (const position of headerPositions) {
    if (!file.holds(position, headerSize)) continue
    const view = await file.read(position, headerSize, 'header')
    if (isWhole(view) && (current === null || sequenceNumber(view) > sequenceNumber(current))) current = view
  }
  if (current === null) throw file.corrupt('headers', headerPositions[0])
  return parse(file, current)
}

function isWhole(view: DataView): boolean {
  return hasSignature(view, 0, 'head') && crc32c(bytesOf(view), checksumOffset) === view.getUint32(checksumOffset, true)
}

function sequenceNumber(view: DataView): bigint {
  return view.getBigUint64(8, true)
}

function parse(file: SourceFile, view: DataView): VhdxHeader {
  const logVersion = view.getUint16(64, true)
  const version = view.getUint16(66, true)
  if (version !== formatVersion) throw file.unsupported(`version ${version}`)
  const logLength = view.getUint32(68, true)
  const logOffset = uint64(view, 72, true)
  const aligned = logLength % megabyte === 0 && logOffset % megabyte === 0
  if (!aligned || logOffset < megabyte || !file.holds(logOffset, logLength)) throw file.corrupt('log', logOffset)
  if (logVersion !== 0) throw file.unsupported(`log version ${logVersion}`)
  return { dataGuid: guidAt(view, 32), logGuid: guidAt(view, 48), logOffset, logLength }
}
