import type { MediaPosition } from '../drive.ts'
import { describeDiskError } from './disk-errors.ts'
import { diskErrorsEn } from './disk-errors.en.ts'
import { drivePlaceText } from './drive-place.ts'
import { enginesEn } from './engines.en.ts'
import { eventsEn } from './events.en.ts'
import { findingsEn } from './findings.en.ts'
import { remoteErrorsEn } from './remote-hosts.en.ts'
import { remedyFor, type Remedy } from './remedy.ts'
import type { FolderProblem, Messages, PackageProblem, RefusableCommand, SavedStateProblem } from './messages.ts'

const quote = (text: string) => `“${text}”`
const place = (at: MediaPosition) =>
  drivePlaceText(
    { ide: 'IDE controller', scsi: 'SCSI controller', location: 'location', floppy: 'the diskette drive' },
    at,
  )

const states = {
  Off: 'Off',
  Starting: 'Starting',
  Running: 'Running',
  Pausing: 'Pausing',
  Paused: 'Paused',
  Resuming: 'Resuming',
  Saving: 'Saving',
  Saved: 'Saved',
  Restoring: 'Restoring',
  Stopping: 'Stopping',
  Merging: 'Merging',
  Copying: 'Copying',
} as const

const folderProblems: Record<FolderProblem, (detail: string) => string> = {
  NOT_FOUND: (detail) =>
    `there is no such folder (${detail}). Check the path, and that the drive it is on is connected.`,
  NOT_A_FOLDER: (detail) => `it is no folder (${detail}). Choose a folder.`,
  NOT_WRITABLE: (detail) =>
    `nothing can be written there (${detail}). Choose another folder, or change its permissions.`,
  INSIDE_MACHINE: (detail) => `it belongs to the virtual machine in ${detail}. Choose a folder outside of it.`,
  OTHER_HOST: (detail) =>
    `the machines in it belong to another Viridian that is running now (process ${detail}). Close that one first, or choose another folder.`,
  MACHINES_ON: (detail) => `${detail} in it would be forgotten while it is on. Turn it off or save it first.`,
}

const refusals: Record<RefusableCommand, string> = {
  start: 'be started',
  save: 'be saved',
  deleteSavedState: 'lose its saved state',
  pause: 'be paused',
  resume: 'be resumed',
  reset: 'be reset',
  shutDown: 'be shut down',
  turnOff: 'be turned off',
  takeSnapshot: 'have a snapshot taken',
  applySnapshot: 'have a snapshot applied',
  revert: 'be reverted',
  deleteSnapshot: 'have a snapshot deleted',
  commitUndoDisks: 'have its undo disks committed',
  discardUndoDisks: 'have its undo disks discarded',
  delete: 'be deleted',
  export: 'be exported',
  clone: 'be cloned',
  saveAsTemplate: 'be kept as a template',
  changeDrives: 'get or lose drives',
  changeMedia: 'be given other media',
  changeMemory: 'be given other memory',
  configure: 'be configured',
  changeUndoDisks: 'have undo disks enabled or disabled',
  connect: 'be connected to',
  type: 'be typed into',
}

const remedies: Record<Remedy, string> = {
  turnOff: 'Turn it off first.',
  nothing: 'There is nothing to do.',
  start: 'Start it first.',
  resume: 'Resume it.',
  deleteSavedState:
    'Start it to go on where it was, or delete its saved state: what the guest had not saved is lost then.',
  wait: 'Try again when its state has changed.',
}

/** Why a saved state cannot be restored; `detail` is a path, or what a program said. */
const unusableStates: Record<SavedStateProblem, (detail: string) => string> = {
  DAMAGED: (detail) => `the file of its saved state is damaged (${detail})`,
  OTHER_VERSION: (detail) => `it was saved by another version of Viridian (${detail})`,
  OTHER_HARDWARE: (detail) => `it was saved with other hardware (${detail})`,
  DISK_CHANGED: (detail) => `${detail} has been changed since it was saved`,
}

/** Why what an export is said to have made cannot be imported, and what to do. */
const unusablePackages: Record<PackageProblem, (detail: string) => string> = {
  NOT_A_PACKAGE: (detail) =>
    `no virtual machine was exported to it (${detail}). Choose a .viridian file or a folder that an export has made.`,
  DAMAGED: (detail) => `it is damaged or incomplete (${detail}). Copy it again, or export the virtual machine anew.`,
  UNSAFE: (detail) =>
    `it would reach outside its own folder (${detail}), which no export does. Do not trust where it comes from.`,
  OTHER_VOLUME: (detail) =>
    `it lies on another volume than the virtual machines (${detail}). Import a copy of it instead.`,
  NEWER: (detail) => `a newer version of Viridian made it (${detail}). Import it with that version.`,
  OTHER_ENGINE: (detail) =>
    `the virtual machine runs with the engine ${quote(detail)}, which this host does not have. Import it on a host that has it.`,
}

export const en: Messages = {
  quote,
  unnamedMachine: 'A virtual machine',
  states,
  jobs: {
    createDisk: 'Creating a virtual hard disk',
    createChildDisk: 'Creating a differencing disk',
    createFloppy: 'Creating a virtual floppy disk',
    checkDisk: 'Checking',
    compactDisk: 'Compacting',
    convertDisk: 'Converting',
    expandDisk: 'Expanding',
    mergeDisk: 'Merging',
    reconnectDisk: 'Reconnecting',
    shutDown: 'Shutting Down',
    takeSnapshot: 'Taking Snapshot',
    applySnapshot: 'Applying Snapshot',
    mergeSnapshots: 'Merging',
    commitUndoDisks: 'Merging',
    cloneMachine: 'Cloning',
    createTemplate: 'Saving as template',
    createFromTemplate: 'Creating from template',
    exportMachine: 'Exporting',
    importMachine: 'Importing',
  },
  waitingToStart: 'Waiting to start',
  jobStates: {
    Running: 'In progress',
    Cancelling: 'Being cancelled',
    Completed: 'Completed',
    Cancelled: 'Cancelled',
    Failed: 'Failed',
  },
  categories: {
    Machine: 'Virtual Machine',
    Snapshot: 'Snapshot',
    Storage: 'Storage',
    Job: 'Job',
    Host: 'Host',
    Security: 'Security',
  },
  place,
  levels: { Information: 'Information', Warning: 'Warning', Critical: 'Critical' },
  unexpected: (detail) => `Something unexpected went wrong: ${detail}`,
  errors: {
    MACHINE_NOT_FOUND: ({ name }) =>
      `There is no virtual machine ${quote(name)} on this host. Look for its name in the list of virtual machines; it may have been deleted.`,
    MACHINE_ID_TAKEN: ({ name }) =>
      `The virtual machine ${quote(name)} on this host has the identity of the one to be imported. Import it with a new identity, or delete the other one first.`,
    PACKAGE_UNUSABLE: ({ path, problem, detail }) => `${path} cannot be imported: ${unusablePackages[problem](detail)}`,
    MACHINE_NAME_TAKEN: ({ name }) => `There already is a virtual machine named ${quote(name)}. Choose another name.`,
    STATE_CONFLICT: ({ name, command, state }) =>
      `The virtual machine ${quote(name)} cannot ${refusals[command]} while its state is ${states[state]}. ` +
      remedies[remedyFor(command, state)],
    GUEST_STILL_ON: ({ name, seconds }) =>
      `The operating system of the virtual machine ${quote(name)} was asked to shut down, and is still on after ${seconds} ${seconds === 1 ? 'second' : 'seconds'}. Look at its screen: it may have a question, or need more time. Or turn the virtual machine off, which loses what the guest has not saved.`,
    GUEST_NOT_LISTENING: ({ name }) =>
      `The operating system of the virtual machine ${quote(name)} cannot be asked to shut down: no guest agent answers, and it does not listen to the power button, or not yet. Shut it down from inside, try again when it has started, or turn the virtual machine off, which loses what the guest has not saved.`,
    MACHINE_UNUSABLE: ({ name, file, detail }) =>
      `The virtual machine ${quote(name)} cannot be used: its configuration file ${file} cannot be read or trusted (${detail}). ` +
      'Repair the file or put back a copy of it, then start Viridian again.',
    SNAPSHOT_NOT_FOUND: ({ name, snapshot }) =>
      `The virtual machine ${quote(name)} has no snapshot ${quote(snapshot)}. Look at the list of its snapshots; it may have been deleted.`,
    SNAPSHOT_LIMIT: ({ name, limit }) =>
      `The virtual machine ${quote(name)} has ${limit} snapshots, which is all it can have. Delete one first.`,
    SNAPSHOT_IN_USE: ({ name, snapshot, machines }) =>
      `The snapshot ${quote(snapshot)} of ${quote(name)} cannot be deleted: disks of ${machines.map(quote).join(', ')} are based on its disks. Delete those virtual machines first, also from the trash, or keep the snapshot.`,
    SNAPSHOT_MEDIA_CHANGED: ({ name, snapshot, paths }) =>
      `The snapshot ${quote(snapshot)} was not applied to ${quote(name)}, which is as it was: what was in its drives has been changed since, or is gone: ${paths.join(', ')}. Apply it with the media as they are, or with empty drives (“--media as-is” or “--media empty”).`,
    SNAPSHOT_STATE_UNUSABLE: ({ name, snapshot, problem, detail }) =>
      `The snapshot ${quote(snapshot)} was not applied to ${quote(name)}, which is as it was: ${unusableStates[problem](detail)}. Apply it without what its operating system was doing (“--without-state”): it then starts anew.`,
    SNAPSHOT_WITHOUT_IMAGE: ({ name, snapshot }) =>
      `There is no picture of the snapshot ${quote(snapshot)}: the virtual machine ${quote(name)} was off when it was taken, or its screen could not be read.`,
    NO_SNAPSHOT: ({ name }) =>
      `The virtual machine ${quote(name)} came of no snapshot, so there is nothing to revert to. Apply one of its snapshots instead, or take one first.`,
    DISK_IN_SNAPSHOTS: ({ path, name }) =>
      `${path} belongs to the snapshots or undo disks of the virtual machine ${quote(name)}, which would be ruined. ` +
      'Delete its snapshots and let the disks be merged, or commit or discard its undo disks first.',
    SNAPSHOTS_EXIST: ({ name }) =>
      `The virtual machine ${quote(name)} has snapshots, and cannot have undo disks at the same time. Delete its snapshots and let the disks be merged first.`,
    UNDO_DISKS_ENABLED: ({ name }) =>
      `The virtual machine ${quote(name)} has undo disks, and cannot have snapshots at the same time. Disable its undo disks first.`,
    UNDO_DISKS_PRESENT: ({ name }) =>
      `The undo disks of the virtual machine ${quote(name)} keep changes. Commit or discard them first.`,
    NO_UNDO_DISKS: ({ name }) =>
      `The undo disks of the virtual machine ${quote(name)} keep nothing that could be committed or discarded. There is nothing to do.`,
    TEMPLATE_NOT_FOUND: ({ name }) =>
      `There is no template ${quote(name)} on this host. Choose one of the templates it lists, or a CD/DVD image.`,
    TEMPLATE_NOT_BUILT: ({ name }) =>
      `The disc of the template ${quote(name)} has not been made on this host. ` +
      'Make it by running “npm start” where Viridian was built, or choose a CD/DVD image (.iso) instead.',
    TEMPLATE_NAME_TAKEN: ({ name }) => `There already is a template named ${quote(name)}. Choose another name.`,
    TEMPLATE_UNUSABLE: ({ name, file, detail }) =>
      `The template ${quote(name)} cannot be used: its configuration file ${file} is not understandable (${detail}). ` +
      'Repair the file, or put a copy of it back, and restart Viridian; or delete the template.',
    TEMPLATE_IN_USE: ({ name, machines }) =>
      `The template ${quote(name)} cannot be deleted: disks of ${machines.map(quote).join(', ')} are based on its disks. ` +
      'Delete those machines first, also from the trash, or keep the template.',
    TEMPLATE_MEMORY_FIXED: ({ name, memory }) =>
      `A machine of the template ${quote(name)} goes on where that was saved, with its ${memory} MB of memory. ` +
      'Create it without saying how much memory; it can be changed once its saved state is deleted.',
    DISK_OF_TEMPLATE: ({ path, name }) =>
      `${path} belongs to the template ${quote(name)}, and the machines made from it would be ruined. ` +
      'Create a machine from the template, or a differencing disk on this one, and use that.',
    MEDIA_NOT_FOUND: ({ path }) =>
      `The CD/DVD image ${path} does not exist. Check the path, and that the drive it is on is connected.`,
    MEDIA_UNREADABLE: ({ path, detail }) =>
      `The CD/DVD image ${path} cannot be read: ${detail}. Check that you may read the file and that it is not open elsewhere.`,
    MEDIA_TRUNCATED: ({ path, expected, actual }) =>
      `The CD/DVD image ${path} is incomplete: it has ${actual} of ${expected} bytes. Download or copy it again.`,
    MEDIA_NOT_ISO: ({ path }) =>
      `The file ${path} is not a CD/DVD image (ISO 9660). Choose an .iso file; if this is one, download it again.`,
    MEDIA_NOT_BOOTABLE: ({ path }) =>
      `The CD/DVD image ${path} cannot start a computer: it has no boot entry for a PC BIOS. ` +
      'Choose the installation or live image of a 32-bit operating system.',
    MEDIA_NEEDS_EFI: ({ path }) =>
      `The CD/DVD image ${path} only starts computers with EFI: it has no boot entry for a PC BIOS, which virtual machines have. ` +
      'Choose an image for 32-bit computers with a BIOS.',
    DRIVE_POSITION_TAKEN: ({ name, at }) =>
      `The virtual machine ${quote(name)} has a drive at ${place(at)} already. Choose another location, or remove that drive first.`,
    DRIVE_POSITIONS_FULL: ({ name }) =>
      `The virtual machine ${quote(name)} has a drive at every place of its controllers. Remove one first.`,
    DRIVE_PLACE_MISSING: ({ name, at }) =>
      `The virtual machine ${quote(name)} has no controller with the place ${at}. Choose a place that it has.`,
    DRIVE_NOT_FOUND: ({ name, at }) =>
      `The virtual machine ${quote(name)} has no drive at ${place(at)}. Look where its drives are.`,
    DRIVE_TAKES_NO_MEDIA: ({ name, at }) =>
      at === null
        ? `The virtual machine ${quote(name)} has no drive that this can be done with. Add a CD/DVD drive while it is off, or choose an image for its diskette drive.`
        : `The virtual machine ${quote(name)} has a hard disk at ${place(at)}. Choose a CD/DVD drive, or the diskette drive.`,
    DISK_ATTACHED: ({ path, name }) =>
      `${path} is attached to the virtual machine ${quote(name)}. Remove it there first: in the settings, or with “npx viridian vm disk detach”.`,
    DISK_FAILED: (facts) => describeDiskError(diskErrorsEn, facts),
    DISK_NEEDED: ({ name, path, machines }) =>
      `The virtual machine ${quote(name)} cannot be deleted: its disk ${path}, or one based on it, is used by ${machines.map(quote).join(', ')}. ` +
      'Delete these first, also from the trash, or give them other disks.',
    FILE_NOT_FOUND: ({ name, folders }) =>
      `There is no file ${quote(name)} in ${folders.join(', ')}. Give its full path, or add its folder to the search paths.`,
    FOLDER_UNUSABLE: ({ path, problem, detail }) => `${path} cannot be used: ${folderProblems[problem](detail)}`,
    SETTINGS_UNUSABLE: ({ file, detail }) =>
      `The settings of this host cannot be changed, as its file ${file} cannot be understood: ${detail}. Put back a copy of it, or remove it, then start Viridian again.`,
    TRASH_NOT_FOUND: ({ name }) =>
      `There is no deleted virtual machine ${quote(name)} in the trash. It may have been restored, or removed for good.`,
    JOB_NOT_FOUND: ({ id }) =>
      `There is no job ${id} on this host. It may have ended long ago; look at the list of jobs.`,
    JOB_CANCELLED: ({ path }) =>
      `The work on ${path} was cancelled before it was done. Start it again if you want it done.`,
    JOB_NOT_CANCELLABLE: ({ path }) =>
      `The work on ${path} cannot be cancelled: half done, it would leave less than there was. Wait until it is done.`,
    JOB_INTERRUPTED: ({ path, detail }) =>
      `The work on ${path} was interrupted: ${detail}. The file is as it was before; start the work again.`,
    MEMORY_EXCEEDS_HOST: ({ memory, available }) =>
      `The virtual machine wants ${memory} MB of memory, this host can give ${available} MB. ` +
      'Turn other virtual machines off, or give this one less memory.',
    ENGINE_UNKNOWN: ({ engine }) =>
      `This host has no engine ${quote(engine)}. “npx viridian host engines” lists those it has.`,
    ENGINE_MISSING: ({ name, engine }) =>
      `The virtual machine ${quote(name)} runs with the engine ${quote(engine)}, which this host does not have. ` +
      'Nothing of it is changed. Use it on a host that has this engine, or with the version of Viridian that made it.',
    ENGINE_LIMIT: ({ name, engine, what, wanted, minimum, maximum, reason }) => {
      const range = minimum === maximum ? `${maximum}` : `${minimum} to ${maximum}`
      const why = wanted > maximum ? `: ${enginesEn.reasons[reason]}` : ''
      return (
        `The virtual machine ${quote(name)} cannot have what was asked for. ${enginesEn.amounts[what]}: ${wanted}; ` +
        `the engine ${engine} allows ${range}${why}. Choose a value that it allows.`
      )
    },
    ENGINE_CANNOT: ({ name, engine, ability, reason }) =>
      `This cannot be done with the virtual machine ${quote(name)}: it runs with the engine ${engine}. ` +
      `${enginesEn.abilities[ability]}: ${enginesEn.reasons[reason]}.`,
    ENGINE_FAILED: ({ name, detail }) =>
      `The virtual machine ${quote(name)} could not do what it was asked to: ${detail}. Try again; if that fails too, turn it off and start it again.`,
    STATE_UNUSABLE: ({ name, problem, detail }) =>
      `The virtual machine ${quote(name)} cannot be restored: ${unusableStates[problem](detail)}. ` +
      'Delete its saved state, then start it: its operating system starts anew, and what it had not saved is lost.',
    TEXT_NOT_TYPABLE: ({ character }) =>
      `No key of a US keyboard types the character ${quote(character)}, so nothing was typed. Leave it out, or use the serial console.`,
    STORAGE_FAILED: ({ path, detail }) =>
      `The host could not read or write ${path}: ${detail}. Check the free space and the permissions there.`,
    HOST_READ_ONLY: ({ home, problem, detail }) =>
      problem === 'full'
        ? `The volume of the data folder ${home} is full (${detail}), so Viridian only deletes for good there: empty the trash, or delete virtual machines permanently. Everything else is possible again as soon as there is room.`
        : `The data folder ${home} cannot be written to (${detail}), so Viridian only shows what is in it. Make it writable, then start Viridian again.`,
    ...remoteErrorsEn,
    UNAUTHORIZED: () =>
      'This host does not know you, or your session has ended. Run “npx viridian host show” for an address that lets you in.',
    INPUT_INVALID: ({ issues }) =>
      `The host did not accept what was entered: ${issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}.`,
    TOO_MANY_CALLS: ({ limit }) =>
      `This program waits for ${limit} answers of the host already. Wait for some of them before asking for more.`,
    INTERNAL: ({ detail }) =>
      `The host met an unexpected error: ${detail}. Its other work goes on; please report this with what you did before.`,
  },
  findings: findingsEn,
  engines: enginesEn,
  events: eventsEn,
}
