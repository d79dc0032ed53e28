import type { Command } from 'commander'
import { diskTextsFor } from '../messages/index.ts'
import type { CommandLine } from '../command-line.ts'
import { addCheckCommand } from './disk-check.ts'
import { addCompactCommand } from './disk-compact.ts'
import { addConvertCommand } from './disk-convert.ts'
import { addCreateCommand } from './disk-create.ts'
import { addExpandCommand } from './disk-expand.ts'
import { addInspectCommand } from './disk-inspect.ts'
import { addMergeCommand } from './disk-merge.ts'
import { addReconnectCommand } from './disk-reconnect.ts'

/** `viridian disk …`, in the order of its help. All of them work in this process, on files alone, unless `--host` names a host. */
export function addDiskCommands(program: Command, line: CommandLine): void {
  const texts = diskTextsFor(line.locale)
  const disk = program.command('disk').description(texts.group)
  addCreateCommand(disk, line, texts)
  addInspectCommand(disk, line, texts)
  addCheckCommand(disk, line, texts)
  addCompactCommand(disk, line, texts)
  addConvertCommand(disk, line, texts)
  addExpandCommand(disk, line, texts)
  addMergeCommand(disk, line, texts)
  addReconnectCommand(disk, line, texts)
}
