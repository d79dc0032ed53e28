import type { Command } from 'commander'
import type { CommandLine } from '../command-line.ts'
import { addConsoleCommand } from './vm-console.ts'
import { addCreateCommand } from './vm-create.ts'
import { addDeleteCommand } from './vm-delete.ts'
import { addVmDiskCommands } from './vm-disk.ts'
import { addListCommand } from './vm-list.ts'
import { addVmMediaCommands } from './vm-media.ts'
import { addPowerCommands } from './vm-power.ts'
import { addScreenCommand } from './vm-screen.ts'
import { addSettingsCommands } from './vm-set.ts'
import { addShutDownCommand } from './vm-shut-down.ts'
import { addShowCommand } from './vm-show.ts'
import { addTransferCommands } from './vm-transfer.ts'
import { addTypeCommand } from './vm-type.ts'
import { addUndoDisksCommand } from './vm-undo-disks.ts'
import { addVncCommand } from './vm-vnc.ts'
import { addWaitCommand } from './vm-wait.ts'

/** `viridian vm …`, in the order of its help. */
export function addVmCommands(program: Command, line: CommandLine): void {
  const vm = program.command('vm').description(line.texts.help.commandsOf.vm)
  addCreateCommand(vm, line)
  addListCommand(vm, line)
  addShowCommand(vm, line)
  addPowerCommands(vm, line)
  addShutDownCommand(vm, line)
  addSettingsCommands(vm, line)
  addTransferCommands(vm, line)
  addDeleteCommand(vm, line)
  addVmDiskCommands(vm, line)
  addVmMediaCommands(vm, line)
  addUndoDisksCommand(vm, line)
  addWaitCommand(vm, line)
  addTypeCommand(vm, line)
  addScreenCommand(vm, line)
  addConsoleCommand(vm, line)
  addVncCommand(vm, line)
}
