import type { BlockDevice } from '../block-device.ts'
import { roundUp } from '../bytes.ts'
import { sectorSize, type VirtualDisk } from '../virtual-disk.ts'
import { piecePassedOn, storedPiece, type DiskMap, type Piece } from './disk-map.ts'
import { uint64 } from './integers.ts'
import { MappedDisk } from './mapped-disk.ts'
import type { SourceDisk } from './parent.ts'
import { SourceFile } from './source-file.ts'
import type { SourceOptions } from './source-options.ts'
import { TablePages } from './table-pages.ts'
import { guidAt } from './vhdx/signature.ts'

// Layout as in VirtualBox's VDICore.h: preheader (VDIPREHEADER), then header 1.1 (VDIHEADER1PLUS), little-endian.
export const vdiSignature = { position: 0x40, value: 0xbeda107f } as const
const version1 = 0x0001_0001
const headerSize = 0x200
const imageType = { dynamic: 1, fixed: 2, undo: 3, differencing: 4 } as const
const blockMark = { free: 0xffff_ffff, zero: 0xffff_fffe } as const
const entrySize = 4

interface VdiHeader {
  readonly capacity: number
  readonly mapOffset: number
  readonly dataOffset: number
  readonly blockSize: number
  /** Bytes before the data of each block. */
  readonly blockExtra: number
  readonly blocks: number
  readonly identity: string
  readonly parentIdentity: string | null
}

/** A VirtualBox disk image 1.1, read-only. Throws CORRUPT, UNSUPPORTED and what `openParent` does. */
export async function openVdi(device: BlockDevice, { path, openParent }: SourceOptions): Promise<SourceDisk> {
  const file = await SourceFile.of(device, 'vdi', path)
  const header = await readHeader(file)
  const { identity, parentIdentity } = header
  if (parentIdentity === null) return new MappedDisk(new VdiMap(file, header, null), [device], { identity })
  // The file has no name for its parent.
  const link = { format: file.format, child: path, name: parentIdentity, isRaw: false, identity: parentIdentity }
  const parent = await openParent(link)
  return new MappedDisk(new VdiMap(file, header, parent), [parent, device], { identity })
}

async function readHeader(file: SourceFile): Promise<VdiHeader> {
  const view = await file.read(0, headerSize, 'header')
  const word = (offset: number) => view.getUint32(offset, true)
  if (word(vdiSignature.position) !== vdiSignature.value) throw file.corrupt('signature', vdiSignature.position)
  if (word(0x44) !== version1) throw file.unsupported(`version ${word(0x44) >>> 16}.${word(0x44) & 0xffff}`)
  const type = word(0x4c)
  if (type === imageType.undo) throw file.unsupported('undo image')
  const isChild = type === imageType.differencing
  if (!isChild && type !== imageType.dynamic && type !== imageType.fixed) throw file.corrupt('image type', 0x4c)
  if (word(0x168) !== sectorSize) throw file.unsupported(`sectors of ${word(0x168)} bytes`)
  const header: VdiHeader = {
    capacity: roundUp(uint64(view, 0x170, true), sectorSize),
    mapOffset: word(0x154),
    dataOffset: word(0x158),
    blockSize: word(0x178),
    blockExtra: word(0x17c),
    blocks: word(0x180),
    // Creation and last change: of the image itself, and of its parent when it was made.
    identity: `${guidAt(view, 0x188)}/${guidAt(view, 0x198)}`,
    parentIdentity: isChild ? `${guidAt(view, 0x1a8)}/${guidAt(view, 0x1b8)}` : null,
  }
  checkHeader(file, header)
  return header
}

function checkHeader(file: SourceFile, header: VdiHeader): void {
  const { capacity, mapOffset, dataOffset, blockSize, blocks } = header
  if (blockSize < sectorSize || blockSize % sectorSize !== 0) throw file.corrupt('block size', 0x178)
  if (blocks * blockSize < capacity) throw file.corrupt('disk size', 0x170)
  const mapSize = blocks * entrySize
  const mapLies = mapOffset >= headerSize && mapOffset % entrySize === 0
  if (!mapLies || dataOffset < mapOffset + mapSize) throw file.corrupt('block map', mapOffset)
  if (!file.holds(mapOffset, mapSize)) throw file.beyond('block map', mapOffset)
}

class VdiMap implements DiskMap {
  readonly capacity: number
  readonly #file: SourceFile
  readonly #header: VdiHeader
  readonly #parent: VirtualDisk | null
  readonly #table: TablePages

  constructor(file: SourceFile, header: VdiHeader, parent: VirtualDisk | null) {
    this.capacity = header.capacity
    this.#file = file
    this.#header = header
    this.#parent = parent
    this.#table = new TablePages(file, 'block map')
  }

  async locate(position: number): Promise<Piece> {
    const { blockSize, blockExtra, mapOffset, dataOffset } = this.#header
    const within = position % blockSize
    const length = Math.min(blockSize - within, this.capacity - position)
    const { view, offset } = await this.#table.entry(
      mapOffset + ((position - within) / blockSize) * entrySize,
      entrySize,
    )
    const block = view.getUint32(offset, true)
    if (block === blockMark.zero) return { kind: 'zero', length }
    if (block === blockMark.free) return piecePassedOn(this.#parent, position, length)
    const start = dataOffset + block * (blockSize + blockExtra) + blockExtra
    return storedPiece(this.#file, start + within, length, 'block')
  }
}
