import type { Command } from 'commander'
import { machineCells, machineDocuments } from '../machine-text.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { readSnapshot, withHost } from '../session.ts'
import { formatTable } from '../table.ts'

export function addListCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  vm.command('list')
    .description(texts.help.descriptions.list)
    .addHelpText('after', examples(texts, 'vm list', 'vm list --json'))
    .action(async (_options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const { compare } = new Intl.Collator(context.locale, { numeric: true })
        const machines = machineDocuments(await readSnapshot(client)).sort((a, b) => compare(a.name, b.name))
        const { columns } = texts
        const table = formatTable(
          [
            { title: columns.name },
            { title: columns.state },
            { title: columns.cpu, align: 'right' },
            { title: columns.uptime, align: 'right' },
            { title: columns.operations },
          ],
          machines.map((machine) => {
            const { state, cpu, uptime, operation } = machineCells(machine, texts, context.locale)
            return [machine.name, state, cpu, uptime, operation]
          }),
        )
        context.output.result(machines, machines.length === 0 ? '' : table)
        if (machines.length === 0) context.output.note(texts.noMachines)
      })
    })
}
