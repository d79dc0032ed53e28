import type { Command } from 'commander'
import { fileAt } from '../drive-text.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { filePath, parseMediaPosition } from '../values.ts'

/** `viridian vm media …` */
export function addVmMediaCommands(vm: Command, line: CommandLine): void {
  const { drives, help } = line.texts
  const media = vm.command('media').description(drives.mediaGroup)

  media
    .command('insert')
    .description(drives.commands.insert)
    .argument('<NAME>', help.machineArgument)
    .argument('<FILE>', drives.arguments.image)
    .option('--at <DRIVE>', drives.options.mediaAt)
    .addHelpText(
      'after',
      examples(line.texts, 'vm media insert lab tools.iso', 'vm media insert lab a.vfd --at floppy'),
    )
    .action(async (name: string, file: string, options: { at?: string }, command: Command) => {
      const context = line.context(command)
      const wanted = options.at === undefined ? {} : { at: parseMediaPosition(context, options.at) }
      const named = filePath(file)
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        const media = { kind: 'image', path: named } as const
        const { at } = await client.machines.insertMedia({ id: machine.id, media, ...wanted })
        const path = fileAt(findMachine(await readSnapshot(client), machine.id), at, named)
        context.output.result({ machine: machine.name, at, path }, drives.inserted(machine.name, path, at))
      })
    })

  media
    .command('eject')
    .description(drives.commands.eject)
    .argument('<NAME>', help.machineArgument)
    .option('--at <DRIVE>', drives.options.mediaAt)
    .addHelpText('after', examples(line.texts, 'vm media eject lab', 'vm media eject lab --at floppy'))
    .action(async (name: string, options: { at?: string }, command: Command) => {
      const context = line.context(command)
      const wanted = options.at === undefined ? {} : { at: parseMediaPosition(context, options.at) }
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        const { at } = await client.machines.ejectMedia({ id: machine.id, ...wanted })
        context.output.result({ machine: machine.name, at }, drives.ejected(machine.name, at))
      })
    })
}
