import { formatSize } from '#shared/format.ts'
import type { DiskTexts } from './disk-texts.ts'

export const diskEn: DiskTexts = {
  group: 'virtual hard disks (VHD) and floppy disks; work on files alone, without a host',
  commands: {
    create: 'create a virtual hard disk, or a formatted floppy disk',
    inspect: 'show what a disk of any format is, with all its parents',
    check: 'look for damage; exit code 1 where some remains',
    compact: 'free the blocks of a dynamic or differencing disk that are not needed',
    convert: 'copy a disk of any format into a new one (VHD, VHDX, VMDK, VDI, qcow, qcow2, raw)',
    expand: 'make a virtual hard disk larger',
    merge: 'write a differencing disk into its parent and remove it, or into a new disk and keep both',
    reconnect: 'tell a differencing disk where its parent is now',
  },
  arguments: {
    file: 'file of the disk',
    newFile: 'file to be made: .vhd, or .vfd for a floppy disk',
    source: 'file of the disk to be copied, or a physical disk such as /dev/sdb or \\\\.\\PhysicalDrive1',
    target: 'file to be made: .vhd, or .img or .raw for the bytes alone',
    child: 'file of the differencing disk',
  },
  options: {
    size: 'capacity in bytes or with a unit (512M, 127G); 127 GB without it; of a floppy disk 160K to 2.88M, 1.44M without it',
    newSize: 'new capacity in bytes or with a unit (512M, 127G)',
    fixed: 'the file has its full size, and takes its room, from the beginning, which takes its time',
    dynamic: 'the file grows with what is written; the default',
    parent: 'make a differencing disk, which stores only what differs from this one',
    copy: 'copy this disk: an image of any format, or a physical disk such as /dev/sdb or \\\\.\\PhysicalDrive1',
    rightParent: 'the disk it is based on',
    repair: 'mend what can be mended without loss',
    format: 'raw: take the bytes as they are, whatever the file looks like; else its content tells',
    backing:
      'what the disk is based on, where it is not found or not to be trusted; repeated for what that one is based on',
    force: 'also where a saved machine relies on the disk, or its parent has been changed since',
    into: 'make a new dynamic disk of the whole chain instead',
  },
  usage: {
    invalidSize: (text) => `“${text}” is not a size such as 512M, 127G or a number of bytes.`,
    newName: (text) => `A virtual hard disk's name ends in .vhd and a floppy disk's in .vfd; “${text}” does not.`,
    vhdName: (text) => `The name of a virtual hard disk ends in .vhd, which “${text}” does not.`,
    notForFloppies: (flag) => `${flag} is for a virtual hard disk, whose name ends in .vhd.`,
    targetName: (text) => `The target ends in .vhd, or in .img or .raw for the bytes alone; “${text}” does not.`,
    rawHasNoType: (flag) => `${flag} is for a target that ends in .vhd.`,
    unknownFormat: (text) => `“${text}” cannot be asked for: --format takes raw only; other formats are recognised.`,
    onlyWithCopy: (flag) => `${flag} is about the disk that --copy names.`,
    backingTooMany: (file) => `${file} is not based on another disk: leave out what --backing names for it.`,
    notTogether: (flags) => `Only one of ${flags.join(', ')} can be given.`,
  },
  types: { fixed: 'fixed', dynamic: 'dynamic', differencing: 'differencing' },
  floppy: {
    type: 'floppy disk',
    capacity: (name, bytes) => `${name.slice(0, -1)} ${name.slice(-1)}B (${bytes} bytes)`,
    noFileSystem: 'none that is known here',
  },
  details: {
    file: 'File',
    type: 'Type',
    capacity: 'Capacity',
    fileSize: 'File size',
    allocated: 'Room taken',
    blockSize: 'Block size',
    id: 'Id',
    creator: 'Creator',
    created: 'Created',
    modified: 'Modified',
    geometry: 'Geometry',
    parent: 'Parent',
    health: 'Health',
    fileSystem: 'File system',
    format: 'Format',
    sectorSize: 'Sector size',
  },
  health: {
    sound: 'sound',
    unexamined: 'not examined; what is said here could be read',
    footerDamaged: 'its footer is damaged (“disk check --repair” mends it)',
    headerChecksumWrong: 'the checksum of its header is wrong (“disk check --repair” mends it)',
    footerCopyDamaged: 'the copy of its footer is damaged (“disk check --repair” mends it)',
    blocksDamaged: 'blocks of it are where they cannot be (“disk check” shows which): use a backup',
    truncated: (size, needed) =>
      `it has been truncated: it ends at byte ${size} and needs ${needed} bytes; copy or download it again`,
    blocksNotExamined: 'its blocks have not been examined',
    parentNotSound: 'a disk it is based on is not sound: see below',
    savedState: 'a saved machine relies on it: do not change it',
    parentModified: 'its parent has been changed since',
    parent: {
      PARENT_NOT_FOUND: 'its parent is not found (“disk reconnect” names it)',
      PARENT_CHANGED: 'another disk is where its parent was (“disk reconnect” names the right one)',
      PARENT_CIRCLE: 'it is based on itself, by itself or by way of its parents (“disk reconnect” names the right one)',
      PARENT_UNREADABLE: 'the file of its parent is damaged and cannot be read: restore it from a backup',
      PARENT_NEEDED: 'its parent is opened only where --backing names it',
      PARENT_MISMATCH: 'its parent was changed since, or is another disk',
    },
  },
  bytes: (count) => `${formatSize(count, 'en')} (${count} bytes)`,
  findings: {
    FOOTER_DAMAGED: () => 'The footer at the end is damaged or missing; its copy is sound.',
    FOOTER_COPY_DAMAGED: () => 'The copy of the footer in front is damaged.',
    HEADER_CHECKSUM_WRONG: () => 'The checksum of the dynamic disk header is wrong; what it says can be read.',
    SPACE_UNUSED: ({ size }) => `${formatSize(size, 'en')} at the end of the file are not in use, which is no damage.`,
    SPACE_LOST: ({ size }) => `${formatSize(size, 'en')} at the end of the file belong to nothing.`,
    BLOCK_MISPLACED: ({ block, position }) => `Block ${block} cannot be at byte ${position}: its sectors are lost.`,
    BLOCKS_OVERLAP: ({ block, other, position }) =>
      `Blocks ${other} and ${block} are in the same place, at byte ${position}: at least one of them is lost.`,
    PARENT_NOT_FOUND: ({ path, parent }) =>
      `The parent ${parent} of ${path} is not found; “disk reconnect” tells where it is.`,
    PARENT_CHANGED: ({ path, parent }) =>
      `${parent} is not the parent of ${path}; “disk reconnect” names the right one.`,
    PARENT_CIRCLE: ({ path }) =>
      `${path} is based on itself, by itself or by way of its parents; “disk reconnect” names the right parent.`,
    PARENT_UNREADABLE: ({ path, parent }) =>
      `The parent ${parent} of ${path} is damaged and cannot be read: restore it from a backup.`,
    PARENT_DAMAGED: ({ parent }) => `The parent ${parent} is damaged; “disk check ${parent}” shows what is wrong.`,
    PARENT_MODIFIED: ({ path, parent }) =>
      `Remark: ${parent} has been changed after ${path} was based on it. Copying a file changes its time, too; a change of its content ruins what is based on it.`,
    SAVED_STATE: () => 'Remark: a saved machine relies on the disk. Do not change it.',
    TRUNCATED: ({ size, needed }) =>
      `The file has been truncated: it ends at byte ${size} and needs ${needed} bytes. What lay behind is lost; copy or download it again.`,
    UNREADABLE: ({ structure }) => `Nothing can be read: the ${structure} cannot be right.`,
  },
  repaired: (finding) => `${finding} Repaired.`,
  noFindings: (file) => `${file} is sound.`,
  allTheSame: 'Do it all the same? [y/N] ',
  repairHint: 'With --repair this is mended.',
  notRepairableHint: 'This cannot be mended without loss. Use a backup.',
  created: (file, type, capacity) => `${file} has been created: ${type}, ${capacity}.`,
  createdChild: (file, parent) => `${file} has been created, based on ${parent}, which must not change any more.`,
  compacted: (file, before, after) => `${file} has been compacted: ${before} before, ${after} now.`,
  notSmaller: (file, size) => `${file} cannot be made smaller and stays as it is: ${size}.`,
  mounted: (disk) =>
    `${disk} is in use. What is written to it meanwhile may be half in the copy: unmount it first, or start from another medium.`,
  converted: (source, target, format) =>
    `${source}${format === null ? '' : ` (${format})`} has been copied to ${target}.`,
  remarks: {
    PADDED: ({ size, capacity }) =>
      `The disk has been padded with zeros from ${formatSize(size, 'en')} to ${formatSize(capacity, 'en')}, the smallest size of a virtual hard disk.`,
    PARENT_MODIFIED: ({ path, parent }) =>
      `${parent} has been changed after ${path} was based on it, so what was copied may be wrong. Copying a file changes its time, too: compare the copy with what you know of the disk.`,
    SECTORS_DIFFER: ({ sectorSize }) =>
      `The source has sectors of ${sectorSize} bytes, the new disk has sectors of 512: a system on it will probably not find its partitions. Copy the files instead, with a system that reads both disks.`,
  },
  expanded: (file, capacity) =>
    `${file} has ${capacity} now. The guest's partitions are as before; enlarge them in the guest.`,
  merged: (child, parent) => `${child} has been merged into ${parent} and removed.`,
  mergedInto: (child, target) => `${child} and its parents have been merged into ${target}; they stay as they are.`,
  reconnected: (child, parent) => `${child} has its parent ${parent} again.`,
}
