import type { HelpTexts } from './texts.ts'

export const helpEn: HelpTexts = {
  usage: 'Usage:',
  arguments: 'Arguments:',
  options: 'Options:',
  globalOptions: 'Options everywhere:',
  commands: 'Commands:',
  examples: 'Examples:',
  program: 'Creates, runs and manages virtual machines on this computer.',
  notes: `The commands talk to the host that owns the data folder (the desktop application, or "viridian serve").
Where none runs, one is started in the background; it ends by itself when no machine is on and nobody was
connected for five minutes (VIRIDIAN_IDLE_MINUTES). Its log is logs/host.log in the data folder.
It passes on what is for another host (--host); paths name files on that host's computer.

Exit codes:
  0  done
  1  failed
  2  the command line was wrong
  3  machine, template, host or file not found
  4  the time was up

With --json, standard output is one JSON document: the result, or {"error":{"code","message","facts"}}.

Environment:
  VIRIDIAN_HOME                     data folder, as --home
  VIRIDIAN_LANG, LC_ALL, LC_MESSAGES, LANG
                                    language: de for German, else English`,
  commandsOf: { host: 'the host of the data folder', vm: 'virtual machines' },
  descriptions: {
    serve: 'run a host in the foreground and serve its console to browsers on this computer',
    hostShow: 'show the host and an address that opens its console once',
    hostSignOut:
      'sign out every page of the console in a browser; addresses that were printed before open nothing more',
    hostStop: 'stop the host; machines that are on are saved first, or turned off where their settings say so',
    create: 'create a virtual machine, from a template, a CD/DVD image or a disk',
    list: 'list the virtual machines',
    show: 'show everything about a virtual machine',
    start: 'start a virtual machine; a saved one goes on where it was',
    save: 'keep what a virtual machine is doing and turn it off',
    deleteSavedState: 'delete what a saved virtual machine was doing, so that it starts anew',
    pause: 'pause a virtual machine',
    resume: 'resume a paused virtual machine',
    reset: 'reset a virtual machine, as its reset button would',
    shutDown: 'have the operating system shut down, by its guest agent or the power button, until the machine is off',
    turnOff: 'turn a virtual machine off, as pulling its plug would',
    delete: 'delete a virtual machine with its folder, which goes to the trash; asks first on a terminal',
    wait: 'wait until a virtual machine is in a state, or its serial port or screen shows something',
    type: 'type text and keys on the keyboard of a virtual machine (US layout)',
    screen: 'show what is on the screen of a virtual machine',
    console:
      'connect this terminal to the serial port COM1; Ctrl+] leaves. What is piped in is sent, what comes is printed',
    vnc: 'print an address and a password for a VNC client',
  },
  machineArgument: 'name of the virtual machine',
  textArgument:
    'text; \\n is Enter, \\t Tab, \\e Escape, \\b Backspace, \\\\ a backslash; <F2>, <Up>, <Ctrl+Alt+Del> are keys, << is a <. Text that begins with - goes after --',
  optionTexts: {
    help: 'show this help',
    version: 'show the version',
    home: 'data folder',
    host: 'do it on another host, by its name in “host list”',
    json: 'print the result as one JSON document',
    listen: 'address and port on this computer, for instance 127.0.0.1:8006; without it any free port',
    exitWhenIdle: 'end when no machine is on and nobody was connected for so long',
    openConsole: 'open the console in your browser, too',
    firstMachine: 'create a lab machine where the data folder is new',
    template: 'template: lab-linux (CD/DVD), lab-linux-disk (hard disk), or one of your own',
    count: 'how many; each has its number behind the name',
    iso: 'CD/DVD image to boot',
    memory: 'guest memory in megabytes, or with a unit (1GB)',
    location: 'the folder its own folder is made in, instead of the host’s for new machines',
    start: 'start it at once',
    yes: 'do not ask',
    state: 'until it is in this state (Off, Running, Paused, Saved, ...)',
    serial: 'until COM1 shows what matches the regular expression; ^ and $ match at lines',
    screen: 'until the text screen shows what matches; rows are lines',
    timeout: 'how long at most',
    shutDownTimeout: 'how long the operating system may take',
    force: 'turn it off where it does not shut down',
    text: 'as text',
    png: 'as a picture into this file',
    quiet: 'when the input is piped: leave after so long without output',
    noPassword: 'let VNC clients in without a password',
  },
}
