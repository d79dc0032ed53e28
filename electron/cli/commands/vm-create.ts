import type { Command } from 'commander'
import type { CreateMachine } from '#shared/machine.ts'
import { machineDocument } from '../machine-text.ts'
import { examples, type CommandLine } from '../program.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { absolutePath, parseMemory, parseName, requireExactlyOne } from '../values.ts'

interface CreateOptions {
  readonly template?: string
  readonly iso?: string
  readonly memory?: string
  readonly start?: true
}

export function addCreateCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  const { descriptions, optionTexts, machineArgument } = texts.help
  vm.command('create')
    .description(descriptions.create)
    .argument('<NAME>', machineArgument)
    .option('--template <TEMPLATE>', optionTexts.template)
    .option('--iso <FILE>', optionTexts.iso)
    .option('--memory <MB>', optionTexts.memory)
    .option('--start', optionTexts.start)
    .addHelpText(
      'after',
      examples(texts, 'vm create lab --template lab-linux --start', 'vm create rescue --iso ~/rescue.iso --memory 256'),
    )
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const context = line.context(command)
      const { template, iso, memory } = options
      requireExactlyOne(context, { '--template': template, '--iso': iso })
      const dvd: CreateMachine['dvd'] =
        iso === undefined ? { kind: 'template', template: template ?? '' } : { kind: 'image', path: absolutePath(iso) }
      const machine: CreateMachine = {
        name: parseName(context, name),
        dvd,
        ...(memory === undefined ? {} : { memory: parseMemory(context, memory) }),
      }
      await withHost(context, async ({ client }) => {
        const { id } = await client.machines.create(machine)
        context.output.note(texts.created(machine.name))
        if (options.start === true) {
          await client.machines.start({ id })
          context.output.note(texts.done.start(machine.name))
        }
        const snapshot = await readSnapshot(client)
        context.output.result(machineDocument(snapshot, findMachine(snapshot, id)), '')
      })
    })
}
