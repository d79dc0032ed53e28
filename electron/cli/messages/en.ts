import { stateName } from '#shared/messages/index.ts'
import { transfersEn } from './transfers.en.ts'
import { drivesEn } from './drives.en.ts'
import { helpEn } from './help.en.ts'
import { settingsEn } from './settings.en.ts'
import { snapshotsEn } from './snapshots.en.ts'
import type { CliTexts } from './texts.ts'
import { templatesEn } from './templates.en.ts'
import { trashEn } from './trash.en.ts'

const missing = {
  state: (text: string) => `it did not reach the state ${text}`,
  serial: (text: string) => `its serial port did not show /${text}/`,
  screen: (text: string) => `its screen did not show /${text}/`,
}

const cancelled = {
  source: (path: string) => `Cancelled. ${path} is as it was.`,
  partlyMerged: (path: string) =>
    `Cancelled. ${path} reads as before, but its parent may have a part of it already: merge again to the end before you use the parent by itself.`,
  nothing: (path: string) => `Cancelled. ${path} has not been made.`,
  guestAsked: (name: string) => `Not waited for any longer. “${name}” was asked to shut down, and may still do so.`,
}

export const en: CliTexts = {
  help: helpEn,
  usage: {
    missingArgument: (name) => `The argument ${name} is missing.`,
    missingOption: (flags) => `The option ${flags} is required.`,
    missingOptionValue: (flags) => `The option ${flags} needs a value.`,
    unknownOption: (name) => `There is no option ${name} here.`,
    unknownCommand: (name) => `There is no command “${name}” here.`,
    tooManyArguments: () => 'There are too many arguments; text with spaces belongs in quotation marks.',
    missingCommand: () => 'A command is missing.',
    invalidListen: (text) => `“${text}” is not an address and port such as 127.0.0.1:8006.`,
    invalidSize: (text) => `“${text}” is not an amount of memory such as 128 (megabytes) or 1GB.`,
    sizeOutOfRange: (megabytes, minimum, maximum) =>
      `${megabytes} MB of memory is out of range: a virtual machine has between ${minimum} and ${maximum} MB.`,
    invalidName: (name) =>
      `“${name}” cannot be the name of a virtual machine: names have 1 to 100 characters, none of * ? : < > / | \\ ", no control characters, and do not end with a dot.`,
    invalidSeconds: (text, flags) => `“${text}” is not a positive number for ${flags}.`,
    invalidState: (text, states) => `“${text}” is not a state; the states are ${states.join(', ')}.`,
    invalidExpression: (text, detail) => `“${text}” is not a regular expression: ${detail}.`,
    notForMany: (flag) =>
      `${flag} names a file that one machine writes to, so it cannot be given with --count. Create one machine, then make copies of it with “npx viridian vm clone NAME NEW --count N”.`,
    invalidCount: (text, maximum) => `“${text}” is not a number of machines: a whole number from 1 to ${maximum}.`,
    invalidEscape: (sequence) => `“${sequence}” means nothing in the text; a backslash itself is written \\\\.`,
    invalidKey: (written, names) =>
      `“${written}” is no key; a < itself is written <<. The keys are ${names.join(', ')}, and the characters, as in <Ctrl+c>.`,
    exactlyOne: (flags) => `Exactly one of ${flags.join(', ')} is required.`,
    atLeastOne: (flags) => `At least one of ${flags.join(', ')} is required.`,
    notOnHost: () => 'This is done on this computer, without a host: leave --host out.',
    jsonOnTerminal: () => 'With --json the input must be piped; on a terminal the console cannot be one JSON document.',
  },
  drives: drivesEn,
  transfers: transfersEn,
  settings: settingsEn,
  templates: templatesEn,
  trash: trashEn,
  snapshots: snapshotsEn,
  errors: {
    USAGE: ({ detail }) => detail,
    TIMEOUT: ({ name, seconds, waitedFor, text, state }) =>
      `The virtual machine “${name}” was waited for ${seconds} seconds, but ${missing[waitedFor](text)}. Its state is ${stateName(state, 'en')}. Look at its screen, or wait longer with --timeout.`,
    MACHINE_WENT_OFF: ({ name, reason }) =>
      `The virtual machine “${name}” went off meanwhile.${reason === '' ? '' : ` ${reason}`}`,
    NO_TEXT_SCREEN: ({ name }) =>
      `The screen of “${name}” shows graphics, not text. Use --png FILE to get it as a picture.`,
    FILE_NOT_WRITABLE: ({ path, detail }) => `The file ${path} cannot be written: ${detail}. Choose another place.`,
    HOST_START_FAILED: ({ log, detail }) =>
      `No host ran, and one could not be started in the background: ${detail}. Its log is ${log}; “npx viridian serve” starts one in the foreground.`,
    OUTPUT_FAILED: ({ detail }) =>
      `What was asked for has been done, but the output could not be written: ${detail}. Make room there, or send it elsewhere.`,
    CANCELLED: () => 'Nothing was done.',
    JOB_CANCELLED: ({ path, left }) => cancelled[left](path),
  },
  columns: { name: 'Name', state: 'State', cpu: 'CPU Usage', uptime: 'Uptime', operations: 'Operations' },
  unusable: 'Off-Critical',
  problems: {
    CONFIGURATION_CORRUPT: 'Configuration unreadable',
    CONFIGURATION_NEWER: 'From a newer Viridian',
    CONFIGURATION_FOREIGN: 'Belongs to another user',
    ENGINE_UNKNOWN: 'Engine not on this host',
  },
  details: {
    name: 'Name',
    state: 'State',
    cpu: 'CPU usage',
    uptime: 'Uptime',
    memory: 'Memory',
    resident: 'Used on the host',
    created: 'Created',
    folder: 'Folder',
    id: 'Id',
    notes: 'Notes',
    problem: 'Problem',
    fault: 'Last fault',
  },
  host: {
    name: 'Name',
    version: 'Version',
    address: 'Address',
    home: 'Data folder',
    memory: 'Memory',
    machinesOn: 'Machines on',
    process: 'Process',
  },
  hostMemory: (total, guest) => `${total} MB, up to ${guest} MB for a machine`,
  noMachines: 'There are no virtual machines. “npx viridian vm create NAME --template lab-linux” creates one.',
  hostStarts: (seconds) => `Waiting for the host to open (${seconds} s) …`,
  pagesSignedOut: 'All pages in browsers are signed out. “npx viridian host show --open” opens the console again.',
  hostStopped: (home) => `The host of ${home} has stopped.`,
  noHostToStop: (home) => `No host runs for ${home}.`,
  listening: (url) => `Viridian's console: ${url}`,
  openHint: 'The address opens the console once, within ten minutes; “npx viridian host show” prints another.',
  stopHint: 'Ctrl+C stops the host; its machines are saved, or turned off where their settings say so.',
  closing: 'Closing: machines are being saved or turned off …',
  created: (name) => `The virtual machine “${name}” has been created.`,
  done: {
    start: (name) => `“${name}” has been started.`,
    save: (name) => `“${name}” is saved.`,
    deleteSavedState: (name) => `The saved state of “${name}” has been deleted; it is off.`,
    pause: (name) => `“${name}” is paused.`,
    resume: (name) => `“${name}” runs again.`,
    reset: (name) => `“${name}” has been reset.`,
    shutDown: (name) => `“${name}” has been shut down.`,
    turnOff: (name) => `“${name}” is off.`,
    takeSnapshot: (name) => `A snapshot of “${name}” has been taken.`,
    applySnapshot: (name) => `The snapshot has been applied to “${name}”.`,
    revert: (name) => `“${name}” has been reverted to its snapshot.`,
    deleteSnapshot: (name) => `The snapshot of “${name}” has been deleted.`,
    commitUndoDisks: (name) => `The undo disks of “${name}” have been committed.`,
    discardUndoDisks: (name) => `The undo disks of “${name}” have been discarded.`,
  },
  yes: /^\s*y/i,
  wroteFile: (path, width, height) => `${path} (${width} × ${height})`,
  connected: (name) => `Connected to COM1 of “${name}”. Ctrl+] leaves.`,
  disconnected: 'Disconnected.',
  vncPassword: (password) => `Password: ${password}`,
  error: 'Error:',
}
