import type { Command } from 'commander'
import { machineDocument } from '../machine-text.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'

const verbs = [
  { name: 'start', command: 'start' },
  { name: 'save', command: 'save' },
  { name: 'delete-saved-state', command: 'deleteSavedState' },
  { name: 'pause', command: 'pause' },
  { name: 'resume', command: 'resume' },
  { name: 'reset', command: 'reset' },
  { name: 'turn-off', command: 'turnOff' },
] as const

/** The commands of the state table; each is done when the host says so. */
export function addPowerCommands(vm: Command, line: CommandLine): void {
  const { texts } = line
  for (const verb of verbs) {
    const command = vm
      .command(verb.name)
      .description(texts.help.descriptions[verb.command])
      .argument('<NAME>', texts.help.machineArgument)
    if (verb.command === 'start') command.option('--boot-menu', texts.settings.options.openBootMenu)
    command
      .addHelpText('after', examples(texts, `vm ${verb.name} lab`))
      .action(async (name: string, options: { readonly bootMenu?: true }, command: Command) => {
        const context = line.context(command)
        await withHost(context, async ({ client }) => {
          const machine = findMachine(await readSnapshot(client), name)
          await client.machines[verb.command]({ id: machine.id, ...options })
          const after = await readSnapshot(client)
          const done = texts.done[verb.command](machine.name)
          context.output.result(machineDocument(after, findMachine(after, machine.id)), done)
        })
      })
  }
}
