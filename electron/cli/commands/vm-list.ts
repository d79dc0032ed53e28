import type { Command } from 'commander'
import { machineCells, machineDocument } from '../machine-text.ts'
import { examples, type CommandLine } from '../program.ts'
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
        const snapshot = await readSnapshot(client)
        const machines = snapshot.machines
          .map((machine) => machineDocument(snapshot, machine))
          .sort((a, b) => a.name.localeCompare(b.name, context.locale, { numeric: true }))
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
