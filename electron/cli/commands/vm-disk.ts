import type { Command } from 'commander'
import { askingAboutRisks, forceOf } from '../disk-risk.ts'
import { contentText, driveDocuments, fileAt } from '../drive-text.ts'
import { diskTextsFor } from '../messages/index.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { formatTable } from '../table.ts'
import { filePath, parsePosition } from '../values.ts'

/** `viridian vm disk …` */
export function addVmDiskCommands(vm: Command, line: CommandLine): void {
  const { drives, help } = line.texts
  const diskTexts = diskTextsFor(line.locale)
  const disk = vm.command('disk').description(drives.diskGroup)

  disk
    .command('attach')
    .description(drives.commands.attach)
    .argument('<NAME>', help.machineArgument)
    .argument('<FILE>', drives.arguments.disk)
    .option('--at <POSITION>', drives.options.at)
    .option('--force', drives.options.force)
    .addHelpText(
      'after',
      examples(line.texts, 'vm disk attach lab data.vhd', 'vm disk attach lab data.vhd --at ide0:1'),
    )
    .action(async (name: string, file: string, options: { at?: string; force?: boolean }, command: Command) => {
      const context = line.context(command)
      const wanted = options.at === undefined ? {} : { at: parsePosition(context, options.at) }
      const named = filePath(file)
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        const drive = { kind: 'disk', path: named } as const
        const { at } = await askingAboutRisks(context, diskTexts, options.force ?? false, (risk) =>
          client.machines.attachDrive({ id: machine.id, drive: { ...drive, ...forceOf(risk) }, ...wanted }),
        )
        const path = fileAt(findMachine(await readSnapshot(client), machine.id), at, named)
        context.output.result({ machine: machine.name, at, path }, drives.attached(machine.name, path, at))
      })
    })

  disk
    .command('replace')
    .description(drives.commands.replace)
    .argument('<NAME>', help.machineArgument)
    .argument('<POSITION>', drives.arguments.position)
    .argument('<FILE>', drives.arguments.disk)
    .option('--force', drives.options.force)
    .addHelpText('after', examples(line.texts, 'vm disk replace lab ide0:0 data.vhd'))
    .action(async (name: string, position: string, file: string, options: { force?: boolean }, command: Command) => {
      const context = line.context(command)
      const at = parsePosition(context, position)
      const named = filePath(file)
      await withHost(context, async ({ client }) => {
        const { id, ...machine } = findMachine(await readSnapshot(client), name)
        const drive = { kind: 'disk', path: named } as const
        await askingAboutRisks(context, diskTexts, options.force ?? false, (risk) =>
          client.machines.replaceDrive({ id, at, drive: { ...drive, ...forceOf(risk) } }),
        )
        const path = fileAt(findMachine(await readSnapshot(client), id), at, named)
        context.output.result({ machine: machine.name, at, path }, drives.attached(machine.name, path, at))
      })
    })

  disk
    .command('detach')
    .description(drives.commands.detach)
    .argument('<NAME>', help.machineArgument)
    .argument('<POSITION>', drives.arguments.position)
    .addHelpText('after', examples(line.texts, 'vm disk detach lab ide0:1'))
    .action(async (name: string, position: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      const at = parsePosition(context, position)
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        await client.machines.detachDrive({ id: machine.id, at })
        context.output.result({ machine: machine.name, at }, drives.detached(machine.name, at))
      })
    })

  disk
    .command('list')
    .description(drives.commands.list)
    .argument('<NAME>', help.machineArgument)
    .addHelpText('after', examples(line.texts, 'vm disk list lab'))
    .action(async (name: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const documents = driveDocuments(findMachine(await readSnapshot(client), name))
        const { at, kind, content } = drives.columns
        const rows = documents.map((each) => [each.at, drives.kinds[each.kind], contentText(each, drives)])
        context.output.result(documents, formatTable([{ title: at }, { title: kind }, { title: content }], rows))
      })
    })
}
