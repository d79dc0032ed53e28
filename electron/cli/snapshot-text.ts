import { ViridianError } from '#shared/errors.ts'
import type { Machine } from '#shared/machine.ts'
import type { Locale } from '#shared/messages/index.ts'
import type { MachineSnapshot } from '#shared/snapshot.ts'
import { nameKey } from '#electron/host/folder-name.ts'
import type { Context } from './context.ts'
import { CliError } from './errors.ts'
import type { SnapshotCliTexts } from './messages/snapshot-texts.ts'
import { formatDetails, formatTable } from './table.ts'

/** By name as written, else in any case, else by id or how that begins. Throws SNAPSHOT_NOT_FOUND and USAGE. */
export function findSnapshot({ texts }: Pick<Context, 'texts'>, machine: Machine, text: string): MachineSnapshot {
  const { snapshots } = machine
  const wanted = nameKey(text.trim())
  const ways: ((snapshot: MachineSnapshot) => boolean)[] = [
    ({ name }) => name === text,
    ({ name }) => nameKey(name) === wanted,
    ({ id }) => wanted !== '' && id.startsWith(wanted),
  ]
  for (const way of ways) {
    const [found, ...others] = snapshots.filter(way)
    if (others.length > 0) throw new CliError('USAGE', { detail: texts.snapshots.ambiguous(text) })
    if (found !== undefined) return found
  }
  throw new ViridianError('SNAPSHOT_NOT_FOUND', { name: machine.name, snapshot: text })
}

/** The tree, with what the machine is now below what it came of. */
export function snapshotTree(machine: Machine, texts: SnapshotCliTexts, locale: Locale): string {
  const { snapshots, currentSnapshot } = machine
  const rows = (parent: string | null, depth: number): string[][] => {
    const indent = '  '.repeat(depth)
    const children = snapshots.filter((snapshot) => snapshot.parent === parent)
    return [
      ...children.flatMap((each) => [
        [indent + each.name, timeText(each.createdAt, locale), each.id],
        ...rows(each.id, depth + 1),
      ]),
      ...(currentSnapshot === parent ? [[`${indent}* ${texts.now}`, '', '']] : []),
    ]
  }
  const { snapshot, created, id } = texts.columns
  return formatTable([{ title: snapshot }, { title: created }, { title: id }], rows(null, 0))
}

export function snapshotDetails(
  machine: Machine,
  snapshot: MachineSnapshot,
  texts: SnapshotCliTexts,
  locale: Locale,
): string {
  const { details } = texts
  const disks = snapshot.drives.flatMap((drive) => (drive.kind === 'disk' ? [`${drive.at}: ${drive.path}`] : []))
  return formatDetails([
    [details.name, snapshot.name],
    [details.id, snapshot.id],
    [details.parent, machine.snapshots.find(({ id }) => id === snapshot.parent)?.name ?? ''],
    [details.created, timeText(snapshot.createdAt, locale)],
    [details.state, snapshot.hasState ? texts.withState : texts.withoutState],
    [details.memory, `${snapshot.memory} MB`],
    [details.disks, disks.join(', ')],
    [details.notes, snapshot.notes],
  ])
}

function timeText(time: string, locale: Locale): string {
  return new Date(time).toLocaleString(locale === 'de' ? 'de-DE' : 'en-US').replace(/\u202f/g, ' ')
}
