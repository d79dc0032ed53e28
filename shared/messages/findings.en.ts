import type { Messages } from './messages.ts'
import { remoteEventsEn } from './remote-hosts.en.ts'

/** What is wrong with a host and its machines' files, and what to do. */
export const findingsEn: Messages['findings'] = {
  ENGINE_MISSING: ({ machine, text }) =>
    `${machine} runs with the engine “${text('engine')}”, which this host does not have. Use it on a host that has this engine, or with the version of Viridian that made it.`,
  CONFIGURATION_UNUSABLE: ({ machine, text }) =>
    `${machine} cannot be used: its configuration file ${text('file')} cannot be read or trusted (${text('detail')}). Put back a copy of the file.`,
  DISK_UNUSABLE: ({ machine, reason }) => `A disk of ${machine} cannot be used. ${reason}`,
  DISK_DAMAGED: ({ machine, text }) =>
    `The disk ${text('path')} of ${machine} is damaged: some of it cannot be read. Run “npx viridian disk check” on it to see what, and put back a copy.`,
  DISK_PARENT_MISSING: ({ machine, text }) =>
    `The disk ${text('path')} of ${machine} is based on ${text('parent')}, which is not there, or is another disk now. Put it back, or say where it is with “npx viridian disk reconnect”.`,
  MEDIA_MISSING: ({ machine, text }) =>
    `The image ${text('path')} in a drive of ${machine} does not exist. Put it back, or eject it in the settings.`,
  STATE_MISSING: ({ machine, text }) =>
    `The file with a saved state of ${machine} is not there: ${text('path')}. Put it back; without it, the operating system starts anew.`,
  STATE_DAMAGED: ({ machine, text }) =>
    `The file ${text('path')} is no saved state of ${machine} any more. Put back a copy; without it, the operating system starts anew.`,
  SNAPSHOT_PARENT_MISSING: ({ machine, text }) =>
    `The snapshot “${text('snapshot')}” of ${machine} came of one that does not exist. Put back a copy of machine.json, or delete the snapshot.`,
  CURRENT_SNAPSHOT_MISSING: ({ machine }) =>
    `The snapshot that ${machine} came of does not exist. Put back a copy of machine.json, or apply another snapshot.`,
  SNAPSHOT_INCOMPLETE: ({ machine, text }) =>
    `The snapshot “${text('snapshot')}” of ${machine} was never finished. Start Viridian again: it is removed then.`,
  FILE_LEFT_OVER: ({ machine, text }) =>
    `Nothing needs the file ${text('path')} of ${machine}. It is set aside when Viridian starts next.`,
  FILES_SET_ASIDE: ({ machine, text }) =>
    `Files in the folder of ${machine} that its configuration did not name were set aside in ${text('path')}. If a disk or a saved state is missing, close Viridian, move them back and correct machine.json; otherwise they are removed after seven days.`,
  LEFT_ALONE: ({ text }) =>
    `${text('path')} cannot be read or understood (${text('detail')}), so Viridian leaves it alone. Put back a copy, or move it away.`,
  ACCESS_KEYS_UNUSABLE: remoteEventsEn.ACCESS_KEYS_UNUSABLE,
  REMOTE_HOSTS_UNUSABLE: remoteEventsEn.REMOTE_HOSTS_UNUSABLE,
  SETTINGS_UNUSABLE: ({ text }) =>
    `The settings of this host cannot be understood: ${text('file')} (${text('detail')}). Put back a copy of it, or remove it, then start Viridian again; meanwhile it uses its usual folders.`,
  FOLDER_NOT_REACHABLE: ({ text }) =>
    `The folder ${text('path')} cannot be read (${text('detail')}), so the machines and files in it are missing. Connect its drive and start Viridian again, or change the settings of the host.`,
  RESOURCE_MISSING: ({ text }) => `A file of Viridian itself is not there: ${text('path')}. Install or build it again.`,
  TEMPLATE_NOT_BUILT: ({ text }) =>
    `The template “${text('name')}” has not been made on this host. “npm start” makes it where Viridian was built; nothing else needs it.`,
  DATA_FOLDER_OPEN: ({ text }) =>
    `Other users of this computer can change the data folder ${text('path')}, and so the machines in it. Take their right to write from them, for example with “chmod go-w”.`,
  DISK_SPACE_LOW: ({ text }) =>
    `Only ${text('free')} MB are left on the volume of ${text('path')}. Free some space before machines are paused for want of it.`,
}
