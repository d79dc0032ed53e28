import type { ForeignFormat } from '../disk-error.ts'

const convert = (what: string) =>
  `is ${what}, which is not read here. Convert it, “qemu-img convert -O qcow2 FILE NEW.qcow2”, and use the new file.`
const unpack = (what: string) => `is ${what}. Unpack it, and use the disk in it.`

/** What a file is and what to do about it, behind its path. */
export const foreignFormatsEn: Readonly<Record<ForeignFormat, string>> = {
  parallels: convert('a Parallels disk'),
  qed: convert('a QED image'),
  bochs: convert('a Bochs disk'),
  cloop: convert('a cloop image'),
  sesparse: convert('a part of a VMware disk in the seSparse format (name its descriptor, the .vmdk file beside it)'),
  dmg: convert('an Apple disk image'),
  'encrypted-dmg':
    'is an encrypted Apple disk image. Decrypt it on a Mac, “hdiutil convert FILE -format UDTO -o NEW”, and use the new file.',
  ewf: 'is an EnCase image (EWF). Write its bytes to a file, “ewfexport FILE”, and use that.',
  wim: 'is a Windows image (WIM), which holds files and no disk. Apply it to a disk with the tools of Windows.',
  zip: unpack('a ZIP archive'),
  gzip: unpack('compressed with gzip'),
  xz: unpack('compressed with xz'),
  bzip2: unpack('compressed with bzip2'),
  zstd: unpack('compressed with Zstandard'),
  lz4: unpack('compressed with LZ4'),
  '7z': unpack('a 7-Zip archive'),
  rar: unpack('a RAR archive'),
  tar: unpack('a tar archive, as virtual appliances (.ova) are'),
  ovf: 'is the description of a virtual appliance (OVF), not its disk. Use the .vmdk file that it names, which lies beside it.',
}
