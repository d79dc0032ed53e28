import type { SettingsTexts } from './settings-texts.ts'

export const settingsEn: SettingsTexts = {
  descriptions: {
    rename: 'give a virtual machine another name, also while it runs; its folder keeps its name',
    set: 'change notes, memory, automatic actions and startup order of a virtual machine',
  },
  newNameArgument: 'its new name',
  options: {
    notes: 'notes on the machine',
    memory: 'guest memory in megabytes, or with a unit (1GB); the machine must be off',
    autoStart: 'when Viridian starts: nothing, if-running (where it was on when Viridian ended) or always',
    startDelay: 'seconds to wait before it starts automatically',
    autoStop: 'when Viridian closes: save, turn-off or shut-down',
    recovery: 'after a fault: none, restart or revert (to its snapshot)',
    startupOrder:
      'what it tries to start from, one after the other: floppy, cd, disk; what is left out follows. Holds from the next start on',
    bootMenu: 'on: the BIOS offers a menu of what to start from at each start, opened with Esc; off: it does not',
    openBootMenu: 'show the menu of the BIOS, to choose what to start from this time',
  },
  invalidStartupOrder: (text, devices) =>
    `“${text}” is no startup order: it names each of ${devices.join(', ')} once at most, with commas between. The engine cannot start a machine from a network.`,
  invalidChoice: (text, flags, choices) => `“${text}” is no value of ${flags}; it takes ${choices.join(', ')}.`,
  invalidDelay: (text) => `“${text}” is not a whole number of seconds from 0 to 86400 (a day).`,
  renamed: (from, to) => `“${from}” is named “${to}” now.`,
  configured: (name) => `The settings of “${name}” have been changed.`,
  fromNextStart: (name) => `Not all of it holds at once: “${name}” has it from its next start on.`,
  details: {
    automaticStart: 'Automatic start',
    automaticStop: 'Automatic stop',
    recovery: 'After a fault',
    startupOrder: 'Startup order',
    bootMenu: 'Boot menu',
  },
  offered: 'offered at each start',
  devices: { floppy: 'floppy disk', cd: 'CD', disk: 'hard disk' },
  starts: { nothing: 'nothing', ifRunning: 'if it was on when Viridian ended', always: 'always' },
  after: (text, seconds) => `${text}, after ${seconds} s`,
  stops: { save: 'save it', turnOff: 'turn it off', shutDown: 'shut its operating system down' },
  recoveries: { none: 'stays off', restart: 'is restarted', revert: 'is reverted to its snapshot and restarted' },
}
