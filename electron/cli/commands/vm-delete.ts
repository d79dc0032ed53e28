import { Option, type Command } from 'commander'
import { trashDays } from '#shared/trash.ts'
import { confirm } from '../confirm.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'

interface DeleteOptions {
  readonly yes?: true
  readonly force?: true
  readonly keepDisks?: true
  readonly permanently?: true
}

export function addDeleteCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  const { trash, help } = texts
  vm.command('delete')
    .description(help.descriptions.delete)
    .argument('<NAME>', help.machineArgument)
    .option('--keep-disks', trash.options.keepDisks)
    .option('--permanently', trash.options.permanently)
    .option('-y, --yes', help.optionTexts.yes)
    .addOption(new Option('--force').hideHelp())
    .addHelpText('after', examples(texts, 'vm delete lab', 'vm delete lab --keep-disks --yes'))
    .action(async (name: string, options: DeleteOptions, command: Command) => {
      const context = line.context(command)
      const permanently = options.permanently === true
      await withHost(context, async ({ client }) => {
        const { id, name: found } = findMachine(await readSnapshot(client), name)
        const question = permanently ? trash.confirmForGood(found) : trash.confirmDelete(found, trashDays)
        if (options.yes !== true && options.force !== true) await confirm(context, question)
        await client.machines.delete({ id, disks: options.keepDisks === true ? 'keep' : 'delete', permanently })
        const entry = (await readSnapshot(client)).trash.find(({ machineId }) => machineId === id)
        const kept = entry?.keptDisks ?? []
        const done = permanently || entry === undefined ? trash.deletedForGood(found) : trash.deleted(found, trashDays)
        const document = { id, name: found, deleted: true, trashId: entry?.id ?? null, keptDisks: kept }
        context.output.result(document, kept.length === 0 ? done : `${done}\n${trash.keptDisks(kept)}`)
      })
    })
}
