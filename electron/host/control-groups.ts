import { readFileSync } from 'node:fs'
import path from 'node:path'

const megabyte = 2 ** 20

/** Bytes: version 1 says with a number near 2^63 that there is no limit. */
const unlimited = 2 ** 60

/** What control groups (cgroups(7)), as those of containers, let this process and the others in them have, megabytes. */
export interface GroupMemory {
  readonly limit: number
  /** What of it is left; what the system keeps of files counts as left where it can be dropped at once. */
  readonly spare: number
  /** The same with what may be swapped out. */
  readonly spareWithSwap: number
}

interface Group {
  readonly limit: number
  readonly spare: number
  /** What may be swapped out of it, as far as the group is concerned. */
  readonly swap: number
}

/**
 * The tightest of the groups that this process is in, each of which is in another one; null where none has a limit, or the
 * system knows no groups. `swapFree` is what the system can swap out, megabytes; `root` is where its files are.
 */
export function readGroupMemory(swapFree = 0, root = '/'): GroupMemory | null {
  const groups = [...groupFolders(root)].map(({ version, folder }) =>
    version === 2 ? readSecond(folder) : readFirst(folder),
  )
  const limited = groups.filter((group) => group !== null)
  if (limited.length === 0) return null
  const least = (of: (group: Group) => number) => Math.floor(Math.min(...limited.map(of)) / megabyte)
  return {
    limit: least(({ limit }) => limit),
    spare: least(({ spare }) => spare),
    spareWithSwap: least(({ spare, swap }) => spare + Math.min(swap, swapFree * megabyte)),
  }
}

interface GroupFolder {
  readonly version: 1 | 2
  readonly folder: string
}

/** Of this process's group and those around it, as far as they are mounted. */
function* groupFolders(root: string): Generator<GroupFolder> {
  const mounts = text(path.join(root, 'proc/self/mountinfo')).split('\n').map(parseMount)
  for (const line of text(path.join(root, 'proc/self/cgroup')).split('\n')) {
    const match = /^(\d+):([^:]*):(\/.*)$/.exec(line)
    if (match === null) continue
    const [, hierarchy, controllers = '', group = '/'] = match
    const version = hierarchy === '0' && controllers === '' ? 2 : 1
    if (version === 1 && !controllers.split(',').includes('memory')) continue
    const mount = mounts.find((each) => each !== null && each.version === version)
    if (mount === undefined || mount === null) continue
    for (let at = relativeTo(mount.root, group); ; at = path.posix.dirname(at)) {
      yield { version, folder: path.join(root, mount.point, at) }
      if (at === '/') break
    }
  }
}

interface Mount {
  readonly version: 1 | 2
  /** The group that is seen at the mount point. */
  readonly root: string
  readonly point: string
}

/** A line of mountinfo (proc(5)); null where it is about something else. */
function parseMount(line: string): Mount | null {
  const [before = '', after = ''] = line.split(' - ')
  const [, , , root = '', point = ''] = before.split(' ')
  const [type, , options = ''] = after.split(' ')
  if (type === 'cgroup2') return { version: 2, root, point }
  return type === 'cgroup' && options.split(',').includes('memory') ? { version: 1, root, point } : null
}

/** Where a group is below the mount point. One that is outside of what is mounted is not seen; what is mounted is, and limits it. */
function relativeTo(root: string, group: string): string {
  if (root === '/') return group
  return group === root || group.startsWith(`${root}/`) ? group.slice(root.length) || '/' : '/'
}

function readSecond(folder: string): Group | null {
  const limit = Math.min(number(folder, 'memory.max'), number(folder, 'memory.high'))
  if (limit >= unlimited) return null
  const used = number(folder, 'memory.current', 0) - statistic(folder, 'inactive_file')
  const swap = number(folder, 'memory.swap.max') - number(folder, 'memory.swap.current', 0)
  return { limit, spare: limit - used, swap: Math.max(0, swap) }
}

function readFirst(folder: string): Group | null {
  const limit = number(folder, 'memory.limit_in_bytes')
  if (limit >= unlimited) return null
  const unused = limit - number(folder, 'memory.usage_in_bytes', 0)
  // Memory and swap together, where the system counts the latter.
  const both = number(folder, 'memory.memsw.limit_in_bytes') - number(folder, 'memory.memsw.usage_in_bytes', 0)
  return { limit, spare: unused + statistic(folder, 'total_inactive_file'), swap: Math.max(0, both - unused) }
}

/** Of a file that is not there, or says `max`, what is said of it. */
function number(folder: string, name: string, otherwise = Number.POSITIVE_INFINITY): number {
  const said = text(path.join(folder, name)).trim()
  return /^\d+$/.test(said) ? Number(said) : otherwise
}

function statistic(folder: string, name: string): number {
  const match = new RegExp(`^${name} (\\d+)$`, 'm').exec(text(path.join(folder, 'memory.stat')))
  return match === null ? 0 : Number(match[1])
}

/** They are made by the kernel as they are read, without waiting for a disk. */
function text(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
