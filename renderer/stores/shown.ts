import type { HostEvent } from '#shared/event.ts'
import type { Machine } from '#shared/machine.ts'
import type { OwnTemplate } from '#shared/own-template.ts'
import { printable, printableFacts, printableLines } from '#shared/printable.ts'
import type { MachineSnapshot } from '#shared/snapshot.ts'

/*
 * Names and notes are other people's, and come with files from anywhere. Stores take them in as they may be shown: what
 * would act on the page instead of being seen, as characters that turn the direction of text, is written out.
 */

function shownSnapshot(snapshot: MachineSnapshot): MachineSnapshot {
  return { ...snapshot, name: printable(snapshot.name), notes: printableLines(snapshot.notes) }
}

export function shownMachine(machine: Machine): Machine {
  return {
    ...machine,
    name: printable(machine.name),
    notes: printableLines(machine.notes),
    snapshots: machine.snapshots.map(shownSnapshot),
  }
}

export function shownTemplate(template: OwnTemplate): OwnTemplate {
  return { ...template, name: printable(template.name), description: printableLines(template.description) }
}

/** What names a machine that may be gone: a job, an event, an entry of the trash. */
export function shownName<Named extends { readonly machineName: string | null }>(named: Named): Named {
  return named.machineName === null ? named : { ...named, machineName: printable(named.machineName) }
}

export function shownEvent(event: HostEvent): HostEvent {
  return printableFacts(event)
}
