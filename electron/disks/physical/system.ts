import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/** What an operating system says of its physical disks; `name` is one that `knows` has answered true for. */
export interface PhysicalDisks {
  knows(name: string): Promise<boolean>
  /** Bytes; of a device as such no system says it where files have it. */
  size(name: string): Promise<number>
  /** Whether the system has something of it in use, and may write to it at any moment. */
  isMounted(name: string): Promise<boolean>
}

/** How a system is asked: by files and programs of its own. */
export interface Questions {
  readonly read: (file: string) => Promise<string>
  /** Names in a folder; none where there is no such folder. */
  readonly list: (folder: string) => Promise<string[]>
  readonly run: (program: string, ...words: string[]) => Promise<string>
}

const questions: Questions = {
  read: (file) => readFile(file, 'utf8'),
  list: (folder) => readdir(folder).catch(() => []),
  run: async (program, ...words) => (await promisify(execFile)(program, words, { windowsHide: true })).stdout,
}

export function physicalDisksOf(platform: NodeJS.Platform, ask: Questions = questions): PhysicalDisks {
  if (platform === 'win32') return onWindows(ask)
  return platform === 'darwin' ? onMacOs(ask) : onLinux(ask)
}

function onLinux({ read, list }: Questions): PhysicalDisks {
  const folder = '/sys/class/block'
  // A slash in the name of a device is an exclamation mark there.
  const blockName = (name: string) => path.posix.relative('/dev', name).replaceAll('/', '!')

  /** A disk, its partitions, and what is made of them: volumes of LVM, LUKS and RAID. */
  async function family(block: string): Promise<string[]> {
    const inside = await list(`${folder}/${block}`)
    const partitions = inside.filter((entry) => entry.startsWith(block))
    const holders = await list(`${folder}/${block}/holders`)
    const below = await Promise.all([...partitions, ...holders].map(family))
    return [block, ...below.flat()]
  }

  return {
    knows: async (name) => (await statOf(name))?.isBlockDevice() === true,
    // In units of 512 bytes, whatever the sectors of the device are.
    size: async (name) => Number(await read(`${folder}/${blockName(name)}/size`)) * 512,
    async isMounted(name) {
      const blocks = await family(blockName(name))
      const numbers = await Promise.all(blocks.map((block) => read(`${folder}/${block}/dev`)))
      const known = new Set(numbers.map((number) => number.trim()))
      // proc(5): the third field is the number of the device, the one behind " - " and the type its name. A file
      // system of several devices, such as btrfs, has a number of its own.
      const mounts = (await read('/proc/self/mountinfo')).split('\n').some((line) => {
        const [, , number = ''] = line.split(' ')
        const [, source = ''] = line.split(' - ')[1]?.split(' ') ?? []
        return known.has(number) || (source.startsWith('/dev/') && blocks.includes(blockName(source)))
      })
      const swaps = (await read('/proc/swaps')).split('\n').map((line) => blockName(line.split(' ')[0] ?? ''))
      return mounts || swaps.some((swap) => blocks.includes(swap))
    },
  }
}

function onMacOs({ run }: Questions): PhysicalDisks {
  return {
    async knows(name) {
      const found = /^\/dev\/r?disk\d+(s\d+)*$/.test(name) ? await statOf(name) : null
      // rdisk is the same disk without the cache between, and copies faster.
      return found?.isBlockDevice() === true || found?.isCharacterDevice() === true
    },
    async size(name) {
      const told = await run('/usr/sbin/diskutil', 'info', '-plist', name)
      return Number(/<key>(?:Total)?Size<\/key>\s*<integer>(\d+)<\/integer>/.exec(told)?.[1])
    },
    async isMounted(name) {
      const told = await run('/usr/sbin/diskutil', 'list', '-plist', name)
      // The volumes of an APFS container are listed as those of another disk, and are mounted as soon as it is there.
      return /<key>MountPoint<\/key>\s*<string>[^<]/.test(told) || told.includes('<string>Apple_APFS')
    },
  }
}

function onWindows({ run }: Questions): PhysicalDisks {
  const shell = (script: string) => run('powershell.exe', '-NoProfile', '-NonInteractive', '-Command', script)
  const numberOf = (name: string) => /^\\\\[.?]\\PhysicalDrive(\d{1,4})$/i.exec(name)?.[1]
  return {
    knows: (name) => Promise.resolve(numberOf(name) !== undefined),
    // Win32_DiskDrive counts whole cylinders only, and so not all of the disk.
    size: async (name) => Number(await shell(`(Get-Disk -Number ${numberOf(name)}).Size`)),
    isMounted: async (name) => {
      const letters = `@(Get-Partition -DiskNumber ${numberOf(name)} -ErrorAction Ignore | Where-Object DriveLetter)`
      return Number(await shell(`${letters}.Count`)) > 0
    },
  }
}

function statOf(name: string) {
  return stat(name).catch(() => null)
}
