import type { SnapshotCliTexts } from './snapshot-texts.ts'

export const snapshotsEn: SnapshotCliTexts = {
  group: 'snapshots of a virtual machine',
  commands: {
    create: 'keep what a virtual machine is now, whether it runs, is saved or is off',
    list: 'list the snapshots as a tree; Now is what the machine is at present',
    show: 'show everything about a snapshot',
    apply: 'make a virtual machine what it was; what it is now is lost',
    revert: 'apply the snapshot that the virtual machine came of',
    rename: 'give a snapshot another name',
    delete: 'delete a snapshot; what came of it stays',
  },
  arguments: { snapshot: 'name of the snapshot, its id, or how that begins', newName: 'its new name' },
  options: {
    name: 'its name; without it that of the machine and the time',
    notes: 'notes about it',
    subtree: 'and all that came of it',
  },
  columns: { snapshot: 'Snapshot', created: 'Created', id: 'Id' },
  details: {
    name: 'Name',
    id: 'Id',
    notes: 'Notes',
    parent: 'Came of',
    created: 'Created',
    state: 'The machine',
    memory: 'Memory',
    disks: 'Disks',
  },
  now: 'Now',
  withState: 'was running or saved',
  withoutState: 'was off',
  ambiguous: (text) =>
    `“${text}” is the name, or the beginning of the id, of several snapshots. Name one by its whole id.`,
  created: (machine, snapshot) => `The snapshot “${snapshot}” of “${machine}” has been taken.`,
  renamed: (snapshot, name) => `The snapshot “${snapshot}” is called “${name}” now.`,
  applied: (machine, snapshot) => `The snapshot “${snapshot}” has been applied to “${machine}”.`,
  deleted: (machine, snapshot) => `The snapshot “${snapshot}” of “${machine}” has been deleted.`,
  undo: {
    description: 'undo disks of a virtual machine: what it writes stays apart from its disks until it is committed',
    options: {
      enable: 'give its disks undo disks from the next start on',
      whenOff: 'what becomes of them when it goes off: ask, keep, commit or discard',
      disable: 'let it write to its disks',
      commit: 'write what the undo disks keep into its disks',
      discard: 'forget what the undo disks keep',
    },
    invalidAction: (text, actions) => `“${text}” is none of ${actions.join(', ')}.`,
    enabled: (machine, whenOff) => `“${machine}” has undo disks from its next start on (when it goes off: ${whenOff}).`,
    disabled: (machine) => `“${machine}” has no undo disks.`,
  },
}
