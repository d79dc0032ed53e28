import { isDevicePath, largestDiskCapacity } from '../disk.ts'
import { floppyNames } from '../floppy.ts'
import { formatSizesApart } from '../format.ts'
import { foreignFormatsEn } from './foreign-formats.en.ts'
import type { DiskErrorTexts } from './disk-errors.ts'

/** What to do about it: in a console, and on the command line. */
const edit = (action: string, command: string) => `Edit Disk ▸ ${action} or “npx viridian disk ${command}”`

const apart = (a: number, b: number) => formatSizesApart(a, b, 'en')
const fileOr = (path: string | undefined, format: string) => path ?? `The ${format} image`

/** What is refused of sound VHDs that are read. */
const toolFeatures: readonly string[] = ['compacting a fixed disk', 'expanding a differencing disk']

export const diskErrorsEn: DiskErrorTexts = {
  CORRUPT: ({ format, structure, position, end, needed, path }) => {
    const file = fileOr(path, format)
    if (end === undefined) {
      return `${file} is damaged: its ${structure} cannot be right${position === undefined ? '' : ` (at byte ${position})`}. Use a backup.`
    }
    const again = 'Copy or download it again, or use a backup.'
    if (needed !== undefined) {
      return `${file} has been truncated, or is damaged: it ends at byte ${end} and needs ${needed} bytes for its ${structure}. ${again}`
    }
    return `${file} has been truncated, or is damaged: its ${structure}${position === undefined ? '' : `, at byte ${position},`} lies beyond the end of the file at byte ${end}. ${again}`
  },
  BLOCK_MISPLACED: ({ path, block, position }) =>
    `${path} is damaged: its block ${block} cannot be at byte ${position}, where the file ends or has something else. ` +
    `No disk has been changed. Use a backup of ${path}.`,
  BLOCKS_OVERLAP: ({ path, block, other, position }) =>
    `${path} is damaged: its blocks ${other} and ${block} are in the same place, at byte ${position}. ` +
    `No disk has been changed. Use a backup of ${path}.`,
  UNSUPPORTED: ({ format, feature, path }) =>
    `${fileOr(path, format)} cannot be used: ${feature} is not supported. ` +
    (format === 'vhd' && toolFeatures.includes(feature)
      ? `Make another disk of it with ${edit('Convert', 'convert')}, and use that.`
      : 'Convert it with the program it comes from, or with “qemu-img convert -O qcow2 FILE NEW.qcow2”, and use the new one.'),
  OTHER_FORMAT: ({ path, other }) => `${path} ${foreignFormatsEn[other]}`,
  NOT_OF_ITS_NAME: ({ path, name }) =>
    `${path} is damaged, has been truncated or is something else: nothing in it is as in a .${name} file. ` +
    'Copy or download it again. If it holds the bytes of a disk as they are, confirm that, on the command line with --format raw.',
  ENCRYPTED: ({ format, path }) =>
    `${fileOr(path, format)} is encrypted. Decrypt it with the program it comes from, then try again.`,
  PARENT_NEEDED: ({ format, parent, path }) =>
    `${fileOr(path, format)} is based on ${parent === '' ? 'another disk' : parent}. That file is opened only where you name it: as the file the image is based on, with --backing on the command line.`,
  PARENT_NOT_FOUND: ({ path, parent, tried, format }) =>
    `The parent ${parent} of ${path} was not found${tried.length === 0 ? '' : ` (looked at ${tried.join(', ')})`}. ` +
    (format === undefined
      ? `Put it back, or tell where it is: ${edit('Reconnect', `reconnect ${path} --parent FILE`)}.`
      : 'Put it there, or name it: as the file the image is based on, with --backing on the command line.'),
  PARENT_MISMATCH: ({ path, parent, wanted, found }) =>
    `${parent} is not what ${path} is based on: its id is ${found ?? 'missing'}, and ${wanted} is wanted. ` +
    'It was changed after the snapshot was taken, or is another disk. Use the one of that time, from a backup, or name the right one with --backing on the command line.',
  PARENT_CHANGED: ({ path, parent }) =>
    `${parent} is not the disk that ${path} is based on: its identity is another. ` +
    `Find the right one and name it: ${edit('Reconnect', `reconnect ${path} --parent FILE`)}.`,
  OTHER_PARENT_NAMED: ({ path, parent }) =>
    `${parent} is not the disk that ${path} is based on: its identity is another. Name the right one.`,
  PARENT_MODIFIED: ({ path, parent }) =>
    `${parent} has been changed after ${path} was based on it, which may read wrong now. Copying a file changes its time, too. ` +
    'Where you know that its content is as it was, confirm it, on the command line with --force; else put the parent back from a backup.',
  SAVED_STATE: ({ path }) =>
    `A saved machine relies on ${path}, and could not go on after a change. ` +
    'Let it go on and shut it down first; where there is no such machine any more, confirm it, on the command line with --force.',
  BASE_OF_OTHERS: ({ path, children }) =>
    `${children.join(', ')} would be ruined by a guest that writes to ${path}, being based on it. ` +
    'Use a new differencing disk that is based on it instead; where those are of no use any more, confirm it, on the command line with --force.',
  REPLACED: ({ path }) =>
    `${path} has been replaced or removed while the virtual machine has it open, as programs do that keep folders in step. ` +
    'What the guest has written since is lost when the machine goes off: copy it out of the guest first, and leave the folder out of that program.',
  CHAIN_TOO_LONG: ({ path, limit }) =>
    `The chain of parents of ${path} runs in a circle or has more than ${limit} disks. ` +
    'Reconnect the disk to the right parent, or merge some of the chain.',
  NOT_DIFFERENCING: ({ path }) =>
    `${path} is not a differencing disk: it has no parent. Name the disk that is based on another.`,
  OTHER_CHILDREN: ({ path, children }) =>
    `${children.join(', ')} would be ruined, being based on ${path}. ` +
    'Merge those first, or leave it as it is: base a differencing disk on it, or merge into a new disk (--into FILE on the command line).',
  EXTENT_REFUSED: ({ format, name, path }) =>
    `${fileOr(path, format)} names “${name}” as a part of it, which is not a plain file in its own folder. ` +
    'Put all parts of the disk into one folder, under the names in its descriptor.',
  EXTENT_MISSING: ({ format, name, path }) =>
    `The part “${name}” of ${path ?? `the ${format} image`} is missing. Put it into the same folder and try again.`,
  EXTENT_ALONE: ({ path, descriptor }) =>
    `${path} is one part of a VMware disk and cannot be read alone. ` +
    `Choose the descriptor ${descriptor ?? '(a small .vmdk file beside it)'} instead.`,
  NOT_RECOGNISED: ({ path, format }) => {
    const copy = (source: string) => `New ▸ Hard Disk, or “npx viridian disk convert ${source} TARGET.vhd”`
    if (format !== undefined) {
      return `${path ?? 'The file'} is a ${format} image and no virtual hard disk in VHD format. Copy it into one: ${copy(path ?? 'SOURCE')}.`
    }
    return (
      `${path ?? 'The file'} is not a virtual hard disk in VHD format, or has been truncated: the footer that such a file ends with is missing. ` +
      `Copy or download a damaged one again, or use a backup; the bytes of a disk as they are can be copied into one: ${copy('SOURCE')}.`
    )
  },
  READ_ONLY: ({ path }) => `${path ?? 'The disk'} can only be read. Copy it to a place that can be written.`,
  NOT_FOUND: ({ path }) => `There is no ${path}. Check the path.`,
  NOT_A_FILE: ({ path }) => `${path} is not a file. Name the file of a disk.`,
  ALREADY_EXISTS: ({ path }) => `${path} exists already and stays as it is. Choose another name.`,
  IN_USE: ({ path, pid, host, claim }) =>
    `${path} is in use by process ${pid} on ${host}: a virtual machine that is on, a job, or another program. ` +
    `Try again when it has ended; if you know that it has, delete ${claim}.`,
  TOO_LARGE: ({ path, size, limit }) => {
    const [wanted, most] = apart(size, limit)
    return (
      `${path}: ${wanted} is too large, ${most} at most is possible here. ` +
      (limit === largestDiskCapacity
        ? 'That is what a virtual hard disk can have: choose a smaller size.'
        : 'Choose a smaller size; a differencing disk that is larger than its parent can be merged into a new disk (--into FILE on the command line).')
    )
  },
  TOO_SMALL: ({ path, size, limit }) => {
    const [wanted, least] = apart(size, limit)
    return `${path}: ${wanted} is too small. Choose at least ${least}.`
  },
  FLOPPY_SIZE_WRONG: ({ path, size }) =>
    `${path}: no floppy disk has ${size} bytes. Choose ${floppyNames.slice(0, -1).join(', ')} or ${floppyNames.at(-1) ?? ''}.`,
  NO_SPACE: ({ path, needed, free }) => {
    if (needed === undefined || free === undefined) return `There is no room left for ${path}. Free some and try again.`
    const [wanted, there] = apart(needed, free)
    return `There is no room for ${path}: it takes ${wanted}, and ${there} are free. Free some, choose a smaller size or another volume, or make a dynamic disk, which takes room as it is written to.`
  },
  ACCESS_DENIED: ({ path }) =>
    `The system does not allow access to ${path}. ` +
    (isDevicePath(path)
      ? 'Only an administrator may read a physical disk: run Viridian as administrator (Linux and macOS: with sudo).'
      : 'Change its permissions, or choose another place.'),
  IO: ({ path, reason }) =>
    `The system failed to read or write ${path} (${reason}). Check the medium it lies on, then try again.`,
  FLUSH_FAILED: ({ path }) =>
    `Something written to ${path} may not have reached its medium. Check the medium, then the disk: ` +
    `${edit('Check', `check ${path}`)}.`,
}
