import type { Command } from 'commander'
import { undoActionSchema, type UndoAction } from '#shared/machine-settings.ts'
import { CliError } from '../errors.ts'
import { machineDocument } from '../machine-text.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { requireExactlyOne } from '../values.ts'

interface UndoOptions {
  readonly enable?: true
  readonly whenOff?: string
  readonly disable?: true
  readonly commit?: true
  readonly discard?: true
}

/** `viridian vm undo-disks` */
export function addUndoDisksCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  const { undo } = texts.snapshots
  vm.command('undo-disks')
    .description(undo.description)
    .argument('<NAME>', texts.help.machineArgument)
    .option('--enable', undo.options.enable)
    .option('--when-off <ACTION>', undo.options.whenOff)
    .option('--disable', undo.options.disable)
    .option('--commit', undo.options.commit)
    .option('--discard', undo.options.discard)
    .addHelpText(
      'after',
      examples(texts, 'vm undo-disks lab --enable --when-off discard', 'vm undo-disks lab --commit'),
    )
    .action(async (name: string, options: UndoOptions, command: Command) => {
      const context = line.context(command)
      const { enable, disable, commit, discard } = options
      requireExactlyOne(context, { '--enable': enable, '--disable': disable, '--commit': commit, '--discard': discard })
      const wanted = options.whenOff === undefined ? null : parseAction(options.whenOff)
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        const { id } = machine
        const whenOff = wanted ?? machine.undoDisks.whenOff
        const say = async () => {
          if (commit) {
            await client.machines.commitUndoDisks({ id })
            return texts.done.commitUndoDisks(machine.name)
          }
          if (discard) {
            await client.machines.discardUndoDisks({ id })
            return texts.done.discardUndoDisks(machine.name)
          }
          await client.machines.setUndoDisks({ id, enabled: enable === true, whenOff })
          return enable ? undo.enabled(machine.name, whenOff) : undo.disabled(machine.name)
        }
        const said = await say()
        const after = await readSnapshot(client)
        context.output.result(machineDocument(after, findMachine(after, id)), said)
      })
    })

  function parseAction(text: string): UndoAction {
    const parsed = undoActionSchema.safeParse(text.trim().toLowerCase())
    if (parsed.success) return parsed.data
    throw new CliError('USAGE', { detail: undo.invalidAction(text, undoActionSchema.options) })
  }
}
