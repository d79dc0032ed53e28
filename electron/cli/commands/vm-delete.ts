import { createInterface } from 'node:readline/promises'
import { Option, type Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { examples, type CommandLine } from '../program.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'

interface DeleteOptions {
  readonly yes?: true
  readonly force?: true
}

/** Asks on a terminal; without one nobody is there to answer. Throws CANCELLED. */
async function confirm({ texts, output }: Context, name: string): Promise<void> {
  if (output.json || !process.stdin.isTTY || !process.stderr.isTTY) return
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(texts.confirmDelete(name))
    if (!texts.yes.test(answer)) throw new CliError('CANCELLED', {})
  } finally {
    terminal.close()
  }
}

export function addDeleteCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  vm.command('delete')
    .description(texts.help.descriptions.delete)
    .argument('<NAME>', texts.help.machineArgument)
    .option('-y, --yes', texts.help.optionTexts.yes)
    .addOption(new Option('--force').hideHelp())
    .addHelpText('after', examples(texts, 'vm delete lab', 'vm delete lab --yes'))
    .action(async (name: string, options: DeleteOptions, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        if (options.yes !== true && options.force !== true) await confirm(context, machine.name)
        await client.machines.delete({ id: machine.id })
        context.output.result({ id: machine.id, name: machine.name, deleted: true }, texts.done.delete(machine.name))
      })
    })
}
