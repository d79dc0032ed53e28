import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { qcow2Image } from '#tests/fixtures/disk-images/qcow2-image.ts'
import { describingImage, qcowImage, subclusterImage, subclusterParts } from '#tests/fixtures/disk-images/qcow-image.ts'
import { vdiImage } from '#tests/fixtures/disk-images/vdi-image.ts'
import {
  sealVhdx,
  sealVhdxTables,
  vhdxChild,
  vhdxDifference,
  vhdxImage,
  vhdxParts,
} from '#tests/fixtures/disk-images/vhdx-image.ts'
import { putLogEntry } from '#tests/fixtures/disk-images/vhdx-log.ts'
import { sparseVmdk, streamVmdk, vmdkDescriptor } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { zstdFrames } from '#tests/fixtures/disk-images/zstd-frames.ts'
import type { FormatName } from '#electron/disks/formats/source-file.ts'
import type { Stretch } from './mutate.ts'

/** A valid image that is to be changed. */
export interface FormatTarget {
  readonly name: string
  readonly format: FormatName
  readonly file: Uint8Array
  /** What says something of the disk: nearly all changes are made there. */
  readonly telling: readonly Stretch[]
  /** Checksums, made right again, so that what is behind them is reached too. `places` of four bytes each. */
  readonly seals?: { readonly places: readonly number[]; set(file: Uint8Array): void }
}

export function formatTargets(): FormatTarget[] {
  const whole = (name: string, format: FormatName, file: Uint8Array): FormatTarget => {
    return { name, format, file, telling: [[0, file.length]] }
  }
  const extents = ['RW 4 FLAT "a" 1', 'RW 2 ZERO', 'RW 40 SPARSE "b"']
  const snapshot = ['RW 4 ZERO', 'RW 2000 VMFSSPARSE "c"', 'parentFileNameHint="base.vmdk"']
  return [
    whole('raw', 'raw', pattern(5000, 9)),
    vdiTarget('vdi', 1),
    vdiTarget('vdi over another', 4),
    qcow2Target('qcow2 2', qcow2Image(2).file, [2048, 64]),
    qcow2Target('qcow2 3', qcow2Image(3).file, [0, 112]),
    qcow2Target('qcow2 zstd', zstdImage(), [2048, 400]),
    { ...qcow2Target('qcow', qcowImage('base').file, [2048, 64]), format: 'qcow' },
    subclusterTarget(),
    { ...qcow2Target('qcow2 data file', describingImage('data'), [104, 16]), format: 'qcow2' },
    sparseTarget('vmdk sparse', sparseVmdk().file),
    sparseTarget('vmdk snapshot', sparseVmdk({ cid: '01234567', name: 'base' }).file),
    whole('vmdk stream', 'vmdk', streamVmdk().file),
    whole('vmdk descriptor', 'vmdk', vmdkDescriptor('twoGbMaxExtentSparse', extents)),
    whole('vmdk descriptor over another', 'vmdk', vmdkDescriptor('vmfsSparse', snapshot, '01234567')),
    whole('vmdk descriptor in UTF-16', 'vmdk', utf16(vmdkDescriptor('vmfsSparse', snapshot, '01234567'))),
    vhdxTarget('vhdx', null),
    vhdxTarget('vhdx log', '01234567-89AB-CDEF-0123-456789ABCDEF'),
    vhdxChildTarget(),
  ]
}

function utf16(text: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.from(`\ufeff${new TextDecoder().decode(text)}`, 'utf16le'))
}

function subclusterTarget(): FormatTarget {
  const { l1, l2 } = subclusterParts
  const telling: Stretch[] = [
    [0, 112],
    [l1, 8],
    [l2, 32],
    [l2, 32],
  ]
  return { name: 'qcow2 subclusters', format: 'qcow2', file: subclusterImage().file, telling }
}

function vdiTarget(name: string, type: number): FormatTarget {
  const { file } = vdiImage()
  new DataView(file.buffer).setUint32(0x4c, type, true)
  const telling: Stretch[] = [
    [0x40, 0x150],
    [0x154, 0x3c],
    [512, 16],
  ]
  return { name, format: 'vdi', file, telling }
}

function qcow2Target(name: string, file: Uint8Array, most: Stretch): FormatTarget {
  const telling: Stretch[] = [[0, 112], [512, 16], [1024, 32], most, most]
  return { name, format: 'qcow2', file, telling }
}

/** A qcow2 image whose one packed cluster is Zstandard. */
function zstdImage(): Uint8Array {
  const { file } = qcow2Image(3)
  const [{ frame } = { frame: new Uint8Array() }] = zstdFrames
  const longer = new Uint8Array(2048 + frame.length)
  longer.set(file.subarray(0, 2048))
  longer.set(frame, 2048)
  const view = new DataView(longer.buffer)
  view.setUint32(76, 8)
  view.setUint32(100, 112)
  longer[104] = 1
  return longer
}

function sparseTarget(name: string, file: Uint8Array): FormatTarget {
  const telling: Stretch[] = [
    [0, 80],
    [512, 200],
    [1536, 4],
    [2048, 16],
  ]
  return { name, format: 'vmdk', file, telling }
}

function vhdxChildTarget(): FormatTarget {
  const { file } = vhdxDifference('01234567-89AB-CDEF-0123-456789ABCDEF', { relative_path: 'base.vhdx' }, [0, 9, 100])
  const plain = vhdxTarget('vhdx over another', null)
  const telling: Stretch[] = [
    ...plain.telling,
    [vhdxParts.metadata + 128, 32],
    [vhdxParts.metadata + vhdxChild.linkage, 200],
    [vhdxChild.bitmapEntry, 8],
    [vhdxChild.bitmap, 32],
  ]
  return { ...plain, file, telling }
}

const logEntryLength = 8192

function vhdxTarget(name: string, guid: string | null): FormatTarget {
  const { file } = vhdxImage(guid)
  const { headers, regionTables, metadata, blockTable, block, log } = vhdxParts
  if (guid !== null) {
    const writes = [
      { position: block, data: pattern(4096, 1) },
      { position: block + 8192, zeros: 8192 },
    ]
    const size = file.length
    putLogEntry(file, { guid, start: 0, tail: 0, sequence: 3n, writes, flushed: size, last: size })
  }
  const ofLog: Stretch[] = [
    [log, 128],
    [log + 4096, 16],
    [log + 8188, 4],
  ]
  const telling: Stretch[] = [
    ...headers.map((at) => [at, 80] as const),
    ...regionTables.map((at) => [at, 80] as const),
    [metadata, 128],
    [metadata + 0x1_0000, 24],
    [blockTable, 24],
    ...(guid === null ? [] : [...ofLog, ...ofLog]),
  ]
  const set = (bytes: Uint8Array) => {
    sealVhdxTables(bytes)
    if (guid !== null) sealVhdx(bytes, log, logEntryLength)
  }
  return {
    name,
    format: 'vhdx',
    file,
    telling,
    seals: { places: [...headers, ...regionTables, log].map((at) => at + 4), set },
  }
}
