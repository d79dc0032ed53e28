import type { VirtualDisk } from '../virtual-disk.ts'
import type { SourceFile } from './source-file.ts'

/** Where the bytes of a stretch of the disk come from. `length` in bytes, at least one. */
export type Piece =
  | { readonly kind: 'zero'; readonly length: number }
  | { readonly kind: 'stored'; readonly length: number; readonly file: SourceFile; readonly offset: number }
  | { readonly kind: 'packed'; readonly length: number; readonly skip: number; readonly block: PackedBlock }
  | { readonly kind: 'parent'; readonly length: number; readonly disk: VirtualDisk; readonly position: number }

/** A compressed block: the piece is its unpacked bytes from `skip` on. */
export interface PackedBlock {
  readonly file: SourceFile
  readonly offset: number
  /** Bytes of the file that hold it; it may end before. */
  readonly storedLength: number
  /** Rejects with CORRUPT when the bytes are not a block of the size expected. */
  unpack(stored: Uint8Array): Promise<Uint8Array>
}

/** What a format knows: for each position of the disk, where the bytes are. */
export interface DiskMap {
  /** Capacity, bytes. */
  readonly capacity: number
  /** The piece that begins at `position` and lies wholly within the capacity. Rejects with CORRUPT. */
  locate(position: number): Promise<Piece>
}

/** A piece in a file, or CORRUPT when it does not lie in the file. */
export function storedPiece(file: SourceFile, offset: number, length: number, structure: string): Piece {
  if (!file.holds(offset, length)) throw file.beyond(structure, offset)
  return { kind: 'stored', length, file, offset }
}

/** As much of both as is one stretch of the same source, or null. */
export function joined(first: Piece, second: Piece): Piece | null {
  const length = first.length + second.length
  if (first.kind === 'zero' && second.kind === 'zero') return { ...first, length }
  if (first.kind === 'stored' && second.kind === 'stored') {
    return first.file === second.file && first.offset + first.length === second.offset ? { ...first, length } : null
  }
  if (first.kind === 'parent' && second.kind === 'parent') {
    return first.disk === second.disk && first.position + first.length === second.position ? { ...first, length } : null
  }
  return null
}

/** What is not stored: the parent's, and zeros where there is none or it ends before. */
export function piecePassedOn(parent: VirtualDisk | null, position: number, length: number): Piece {
  if (parent === null || position >= parent.capacity) return { kind: 'zero', length }
  return { kind: 'parent', length: Math.min(length, parent.capacity - position), disk: parent, position }
}
