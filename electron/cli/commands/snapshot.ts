import { Option, type Command } from 'commander'
import { defaultSnapshotName, type Despite } from '#shared/snapshot.ts'
import type { Machine } from '#shared/machine.ts'
import type { HostClient } from '#electron/server/client.ts'
import type { Context } from '../context.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { findSnapshot, snapshotDetails, snapshotTree } from '../snapshot-text.ts'

interface Asked {
  readonly context: Context
  readonly client: HostClient
  readonly machine: Machine
}

/** How a snapshot is applied that is not quite as it was taken. */
interface DespiteOptions {
  readonly media?: 'as-is' | 'empty'
  readonly withoutState?: boolean
}

function despiteOf({ media, withoutState = false }: DespiteOptions): { despite?: Despite } {
  if (withoutState) return { despite: 'withoutState' }
  if (media === undefined) return {}
  return { despite: media === 'as-is' ? 'mediaAsTheyAre' : 'emptyDrives' }
}

/** `viridian snapshot …` */
export function addSnapshotCommands(program: Command, line: CommandLine): void {
  const { snapshots: texts, help } = line.texts
  const group = program.command('snapshot').description(texts.group)

  const add = (name: 'create' | 'list' | 'show' | 'apply' | 'revert' | 'rename' | 'delete') =>
    group.command(name).description(texts.commands[name]).argument('<NAME>', help.machineArgument)

  const mediaOption = () => new Option('--media <WHAT>', texts.options.media).choices(['as-is', 'empty'])

  const withMachine = async (command: Command, name: string, work: (asked: Asked) => Promise<void>) => {
    const context = line.context(command)
    await withHost(context, async ({ client }) => {
      await work({ context, client, machine: findMachine(await readSnapshot(client), name) })
    })
  }

  add('create')
    .option('--name <TEXT>', texts.options.name)
    .option('--notes <TEXT>', texts.options.notes)
    .addHelpText('after', examples(line.texts, 'snapshot create lab', 'snapshot create lab --name "Before the update"'))
    .action((name: string, options: { name?: string; notes?: string }, command: Command) =>
      withMachine(command, name, async ({ context, client, machine: { id, name: machine } }) => {
        const called = options.name ?? defaultSnapshotName(machine, new Date(), context.locale)
        const notes = options.notes === undefined ? {} : { notes: options.notes }
        const { snapshotId } = await client.machines.takeSnapshot({ id, name: called, ...notes })
        context.output.result({ machine, id: snapshotId, name: called }, texts.created(machine, called))
      }),
    )

  add('list')
    .addHelpText('after', examples(line.texts, 'snapshot list lab'))
    .action((name: string, _options: unknown, command: Command) =>
      withMachine(command, name, ({ context, machine }) => {
        const { snapshots, currentSnapshot, mergePending } = machine
        const tree = snapshotTree(machine, texts, context.locale)
        context.output.result({ snapshots, currentSnapshot, mergePending }, tree)
        return Promise.resolve()
      }),
    )

  add('show')
    .argument('<SNAPSHOT>', texts.arguments.snapshot)
    .addHelpText('after', examples(line.texts, 'snapshot show lab "Before the update"'))
    .action((name: string, wanted: string, _options: unknown, command: Command) =>
      withMachine(command, name, ({ context, machine }) => {
        const snapshot = findSnapshot(context, machine, wanted)
        context.output.result(snapshot, snapshotDetails(machine, snapshot, texts, context.locale))
        return Promise.resolve()
      }),
    )

  add('apply')
    .argument('<SNAPSHOT>', texts.arguments.snapshot)
    .addOption(mediaOption())
    .option('--without-state', texts.options.withoutState)
    .addHelpText('after', examples(line.texts, 'snapshot apply lab "Before the update"'))
    .action((name: string, wanted: string, options: DespiteOptions, command: Command) =>
      withMachine(command, name, async ({ context, client, machine }) => {
        const snapshot = findSnapshot(context, machine, wanted)
        await client.machines.applySnapshot({ id: machine.id, snapshotId: snapshot.id, ...despiteOf(options) })
        const document = { machine: machine.name, id: snapshot.id, name: snapshot.name }
        context.output.result(document, texts.applied(machine.name, snapshot.name))
      }),
    )

  add('revert')
    .addOption(mediaOption())
    .option('--without-state', texts.options.withoutState)
    .addHelpText('after', examples(line.texts, 'snapshot revert lab'))
    .action((name: string, options: DespiteOptions, command: Command) =>
      withMachine(command, name, async ({ context, client, machine }) => {
        await client.machines.revert({ id: machine.id, ...despiteOf(options) })
        const document = { machine: machine.name, id: machine.currentSnapshot }
        context.output.result(document, line.texts.done.revert(machine.name))
      }),
    )

  add('rename')
    .argument('<SNAPSHOT>', texts.arguments.snapshot)
    .argument('<NEW>', texts.arguments.newName)
    .addHelpText('after', examples(line.texts, 'snapshot rename lab 3f2a "Clean"'))
    .action((name: string, wanted: string, called: string, _options: unknown, command: Command) =>
      withMachine(command, name, async ({ context, client, machine }) => {
        const snapshot = findSnapshot(context, machine, wanted)
        await client.machines.changeSnapshot({ id: machine.id, snapshotId: snapshot.id, name: called })
        const document = { machine: machine.name, id: snapshot.id, name: called }
        context.output.result(document, texts.renamed(snapshot.name, called))
      }),
    )

  add('delete')
    .argument('<SNAPSHOT>', texts.arguments.snapshot)
    .option('--subtree', texts.options.subtree)
    .addHelpText('after', examples(line.texts, 'snapshot delete lab "Before the update" --subtree'))
    .action((name: string, wanted: string, { subtree = false }: { subtree?: boolean }, command: Command) =>
      withMachine(command, name, async ({ context, client, machine }) => {
        const snapshot = findSnapshot(context, machine, wanted)
        await client.machines.deleteSnapshot({ id: machine.id, snapshotId: snapshot.id, subtree })
        const document = { machine: machine.name, id: snapshot.id, name: snapshot.name }
        context.output.result(document, texts.deleted(machine.name, snapshot.name))
      }),
    )
}
