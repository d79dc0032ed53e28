import type { Command } from 'commander'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { parseTyped } from '../values.ts'

export function addTypeCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  vm.command('type')
    .description(texts.help.descriptions.type)
    .argument('<NAME>', texts.help.machineArgument)
    .argument('<TEXT>', texts.help.textArgument)
    .addHelpText(
      'after',
      examples(
        texts,
        String.raw`vm type lab 'ls -l\n'`,
        "vm type lab '<F2>'",
        "vm type lab '<Ctrl+Alt+F1>root<Enter>'",
      ),
    )
    .action(async (name: string, text: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      const typed = parseTyped(context, text)
      await withHost(context, async ({ client }) => {
        const { id } = findMachine(await readSnapshot(client), name)
        await client.machines.type({ id, text: typed })
        context.output.result({ typed }, '')
      })
    })
}
