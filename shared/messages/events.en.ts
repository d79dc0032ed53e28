import type { Messages } from './messages.ts'
import { remoteEventsEn } from './remote-hosts.en.ts'

const quote = (text: string) => `“${text}”`

export const eventsEn: Messages['events'] = {
  MACHINE_CREATED: ({ machine, text }) => `${machine} was created in ${text('folder')}.`,
  MACHINE_DELETED: ({ machine, text }) => `${machine} was deleted with its folder ${text('folder')}.`,
  MACHINE_STARTED: ({ machine }) => `${machine} was started.`,
  MACHINE_TURNED_OFF: ({ machine }) => `${machine} was turned off.`,
  MACHINE_SAVED: ({ machine }) => `${machine} was saved.`,
  MACHINE_RESET: ({ machine }) => `${machine} was reset.`,
  MACHINE_PAUSED: ({ machine }) => `${machine} was paused.`,
  MACHINE_RESUMED: ({ machine }) => `${machine} was resumed.`,
  MACHINE_RESTORED: ({ machine }) => `${machine} was restored: it goes on where it was saved.`,
  TEMPLATE_CREATED: ({ machine, text }) => `The template ${quote(text('template'))} was made of ${machine}.`,
  TEMPLATE_DELETED: ({ text }) => `The template ${quote(text('template'))} was deleted.`,
  GUEST_ASKED_TO_SHUT_DOWN: ({ machine, text }) =>
    `The operating system of ${machine} was asked to shut down by ${text('means') === 'agent' ? 'its guest agent' : 'the power button'}.`,
  GUEST_NAMED: ({ machine, text }) => `The guest of ${machine} has been given the host name ${text('hostName')}.`,
  SAVED_STATE_DELETED: ({ machine }) => `The saved state of ${machine} was deleted.`,
  SETTINGS_CHANGED: ({ machine }) => `The settings of ${machine} were changed.`,
  DRIVE_ATTACHED: ({ machine, place, text }) =>
    `${machine} got ${text('drive') === 'dvd' ? 'a CD/DVD drive' : `the hard disk ${text('path')}`} at ${place}.`,
  DRIVE_DETACHED: ({ machine, place, text }) =>
    `${machine} lost ${text('drive') === 'dvd' ? 'its CD/DVD drive' : `the hard disk ${text('path')}`} at ${place}.`,
  MEDIA_INSERTED: ({ machine, place, text }) => `${text('path')} was inserted into ${machine}, at ${place}.`,
  MEDIA_EJECTED: ({ machine, place, text }) => `${text('path')} was ejected from ${machine}, at ${place}.`,
  DISC_NEEDS_EFI: ({ machine, place, text }) =>
    `${machine} does not start from the disc at ${place}, which only starts computers with EFI: ${text('path')}. Insert one for 32-bit computers with a BIOS.`,
  MEDIA_CHANGED: ({ machine, place, text }) =>
    `${machine} goes on with another medium at ${place} than it was saved with: ${text('path') === '' ? 'the drive is empty' : text('path')}. Its operating system was told that the medium changed.`,
  FLOPPY_NOT_COPIED: ({ machine, text }) =>
    `The floppy disk drive of ${machine} was left empty: ${text('path')} could not be copied for it. Put the image back, or another one into the drive.`,
  DISK_RECONNECTED: ({ machine, text }) =>
    `The disk ${text('path')} of ${machine} was told that its parent is ${text('parent')}, which was found in a search path.`,
  DISK_SPACE_LOW: ({ text }) =>
    `Only ${text('free')} MB are free on the volume ${text('volume')}. Free some room: below 20 MB, virtual machines that write to it are paused.`,
  DISK_SPACE_CRITICAL: ({ text }) =>
    `Only ${text('free')} MB are free on the volume ${text('volume')}, so the virtual machines that write to it are paused. Free some room, then resume them.`,
  DISK_SPACE_RECOVERED: ({ text }) =>
    `There is enough room on the volume ${text('volume')} again: ${text('free')} MB are free.`,
  PAUSED_FOR_SPACE: ({ machine, text }) =>
    `${machine} was paused, because only ${text('free')} MB are free on the volume ${text('volume')}. Free some room and resume it: nothing is lost.`,
  FILES_SET_ASIDE: ({ machine, text }) =>
    `Files of ${machine} that its configuration does not name were set aside in ${text('path')}: ${text('files')} (${text('count')} in all). If a disk or a saved state is missing, close Viridian, move them back and correct machine.json; otherwise they are removed after seven days.`,
  JOB_FAILED: ({ job, text, reason }) => `The job “${job}” on ${text('file')} failed. ${reason}`,
  HOST_STARTED: ({ text }) => `Viridian ${text('version')} was started.`,
  HOST_CLOSED: () => 'Viridian was closed.',
  HOST_SETTINGS_CHANGED: () => 'The settings of this host were changed.',
  HOST_SETTINGS_UNUSABLE: ({ text }) =>
    `The settings of this host cannot be understood: ${text('file')} (${text('detail')}). Put back a copy of it, or remove it, then start Viridian again; meanwhile it uses its usual folders.`,
  FOLDER_NOT_REACHABLE: ({ text }) =>
    `The folder ${text('path')} cannot be read (${text('detail')}), so the machines in it are not listed. Connect its drive and start Viridian again.`,
  LEFT_ALONE: ({ text }) =>
    `${text('path')} cannot be read or understood (${text('detail')}), so Viridian leaves it alone. Put back a copy, or move it away.`,
  PLACE_CLEARED: ({ text }) =>
    `${text('path')} was not a file of Viridian, so it is called ${text('to')} now. If you do not need it, delete it.`,
  HOST_READ_ONLY: ({ text }) =>
    text('problem') === 'full'
      ? `The volume of the data folder ${text('path')} is full (${text('detail')}), so the host only deletes for good. Empty the trash, or delete virtual machines permanently.`
      : `The data folder ${text('path')} cannot be written to (${text('detail')}), so the host only shows what is in it. Make it writable, then start Viridian again.`,
  MEMORY_LOW: ({ text }) =>
    `Only ${text('free')} MB of memory are left on this host. Close programs or turn virtual machines off: below 160 MB, virtual machines that may take more are paused.`,
  MEMORY_CRITICAL: ({ text }) =>
    `Only ${text('free')} MB of memory are left on this host, so the virtual machines that may take more are paused. Close programs or turn virtual machines off, then resume them.`,
  MEMORY_RECOVERED: ({ text }) => `There is enough memory on this host again: ${text('free')} MB are left.`,
  PAUSED_FOR_MEMORY: ({ machine, text }) =>
    `${machine} was paused, because only ${text('free')} MB of memory are left on this host and the system would end it soon. Close programs or turn other virtual machines off, then resume it: nothing is lost.`,
  BROWSER_SIGNED_IN: () => 'A browser signed in with an address that opens the console once.',
  BROWSERS_SIGNED_OUT: () => 'All pages in browsers were signed out.',
  ...remoteEventsEn,
  GUEST_POWERED_OFF: ({ machine }) => `${machine} was switched off by its operating system.`,
  GUEST_RESET_BY_FAULT: ({ machine, text }) =>
    `${machine} was reset, because its processor could not go on: ${text('detail')}. ` +
    'If this happens again, its operating system may not suit this machine.',
  ENGINE_CRASHED: ({ machine, text }) =>
    `${machine} went off, because its process ended unexpectedly: ${text('detail')}. Start it again; what the guest had not saved is lost.`,
  ENGINE_HUNG: ({ machine, text }) =>
    `${machine} was turned off, because its process had not answered for ${text('seconds')} seconds. Start it again; what the guest had not saved is lost.`,
  ENGINE_KILLED: ({ machine, text }) =>
    `${machine} went off, because its process was ended from outside (${text('signal')}). Start it again; what the guest had not saved is lost.`,
  RESTARTED_AFTER_FAULT: ({ machine }) => `${machine} was started again after its fault, as its settings say.`,
  NOT_RESTARTED_AGAIN: ({ machine, text }) =>
    `${machine} stays off: it was started again ${text('restarts')} times within ${text('minutes')} minutes, and went off again. Look at its faults, then start it.`,
  DISK_FULL: ({ machine, text }) =>
    `${machine} was paused, because there is no room left for ${text('path')}. Free some and resume it: nothing is lost.`,
  DISK_ACCESS_FAILED: ({ machine, reason }) =>
    `${machine} could not use one of its disks, and its operating system was told so. ${reason}`,
  SAVE_FAILED: ({ machine, reason }) =>
    `${machine} went off, because its state could not be kept when it was saved. ${reason} What the guest had not saved is lost.`,
  SNAPSHOT_TAKEN: ({ machine, text }) => `The snapshot ${quote(text('snapshot'))} of ${machine} was taken.`,
  SNAPSHOT_APPLIED: ({ machine, text }) => `The snapshot ${quote(text('snapshot'))} was applied to ${machine}.`,
  SNAPSHOT_DELETED: ({ machine, text }) => `The snapshot ${quote(text('snapshot'))} of ${machine} was deleted.`,
  SNAPSHOT_LOST: ({ machine, text, reason }) =>
    `The snapshot ${quote(text('snapshot'))} of ${machine} could not be kept and was deleted. ${reason} Nothing else is lost; take it again.`,
  UNDO_DISKS_COMMITTED: ({ machine }) => `The undo disks of ${machine} were committed: its disks have the changes now.`,
  UNDO_DISKS_DISCARDED: ({ machine }) => `The undo disks of ${machine} were discarded: its disks are as before.`,
  UNDO_DISKS_FAILED: ({ machine, reason }) =>
    `The undo disks of ${machine} could neither be committed nor discarded, and are kept. ${reason}`,
  START_FAILED: ({ machine, reason }) => `${machine} could not be started. ${reason}`,
  HOST_ENDED: ({ machine }) =>
    `${machine} went off, because Viridian itself ended while it was on. Start it again; what the guest had not saved is lost.`,
  TURNED_OFF_WITH_HOST: ({ machine }) => `${machine} was turned off, because Viridian was closed.`,
  SAVED_WITH_HOST: ({ machine }) => `${machine} was saved, because Viridian was closed.`,
  NOT_SAVED_WITH_HOST: ({ machine, reason }) =>
    `${machine} could not be saved when Viridian was closed, and is turned off instead. ${reason}`,
}
