import { isDeepStrictEqual } from 'node:util'
import type { Drive, DvdMedia } from '#shared/drive.ts'
import type { EventCode } from '#shared/event.ts'
import type { MachineChange, MachineCommand, MachineState } from '#shared/machine-state.ts'
import type { EventLog } from './event-log.ts'
import { describeConfiguration, type MachineConfiguration } from './machine-configuration.ts'
import { settingsChanges } from './settings-changes.ts'

/** What is recorded of a command that has been carried out; those of snapshots and undo disks have more to tell, and do so. */
const eventOfCommand: Readonly<Partial<Record<MachineCommand, EventCode>>> = {
  save: 'MACHINE_SAVED',
  deleteSavedState: 'SAVED_STATE_DELETED',
  pause: 'MACHINE_PAUSED',
  resume: 'MACHINE_RESUMED',
  reset: 'MACHINE_RESET',
  turnOff: 'MACHINE_TURNED_OFF',
  delete: 'MACHINE_DELETED',
}

interface Subject {
  readonly id: string
  readonly name: string
  readonly folder: string
}

/** Records a command that began in the state `from` and has been carried out. */
export function recordCommand(events: EventLog, machine: Subject, command: MachineCommand, from: MachineState): void {
  const startCode = from === 'Saved' ? 'MACHINE_RESTORED' : 'MACHINE_STARTED'
  const code = command === 'start' ? startCode : eventOfCommand[command]
  if (code !== undefined) events.add(code, machine, command === 'delete' ? { folder: machine.folder } : {})
}

/** Records what of a machine's settings has changed; nothing where all is as it was. */
export function recordChange(
  events: EventLog,
  machine: Subject,
  kind: MachineChange,
  before: MachineConfiguration,
  after: MachineConfiguration,
): void {
  const changes = settingsChanges(describeConfiguration(before), describeConfiguration(after))
  if (changes.length === 0) return
  if (kind === 'changeDrives') {
    for (const drive of onlyIn(before, after)) events.add('DRIVE_DETACHED', machine, driveFacts(drive), changes)
    for (const drive of onlyIn(after, before)) events.add('DRIVE_ATTACHED', machine, driveFacts(drive), changes)
  } else if (kind === 'changeMedia') {
    const old = mediaOf(before)
    for (const [at, path] of mediaOf(after)) {
      const was = old.get(at) ?? ''
      if (path === was) continue
      if (path === '') events.add('MEDIA_EJECTED', machine, { at, path: was }, changes)
      else events.add('MEDIA_INSERTED', machine, { at, path }, changes)
    }
  } else {
    events.add('SETTINGS_CHANGED', machine, {}, changes)
  }
}

function onlyIn(one: MachineConfiguration, other: MachineConfiguration): Drive[] {
  return one.drives.filter((each) => other.drives.every((drive) => !isDeepStrictEqual(drive, each)))
}

function driveFacts(drive: Drive): { drive: string; at: string; path: string } {
  return { drive: drive.kind, at: drive.at, path: drive.kind === 'disk' ? drive.path : '' }
}

/** What is in each drive for media; an empty text where nothing is. */
function mediaOf({ drives, floppy }: MachineConfiguration): Map<string, string> {
  const discs = drives.flatMap((drive): [string, string][] =>
    drive.kind === 'dvd' ? [[drive.at, mediaText(drive.media)]] : [],
  )
  return new Map<string, string>([...discs, ['floppy', floppy ?? '']])
}

function mediaText(media: DvdMedia): string {
  if (media.kind === 'none') return ''
  return media.kind === 'image' ? media.path : media.template
}
