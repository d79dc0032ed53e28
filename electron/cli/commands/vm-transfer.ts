import { Option, type Command } from 'commander'
import { defaultSnapshotName } from '#shared/snapshot.ts'
import { cloneNames, packageExtension } from '#shared/transfer.ts'
import { followJob } from '../host-job.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { absolutePath, parseCount, parseName, snapshotOption } from '../values.ts'

interface CloneOptions {
  readonly linked?: true
  readonly count: string
  readonly snapshot?: string
}

interface ExportOptions {
  readonly state: boolean
  readonly snapshots: boolean
  readonly media?: true
  readonly snapshot?: string
}

interface ImportOptions {
  readonly name?: string
  readonly keepId?: true
  readonly inPlace?: true
}

/** `viridian vm clone`, `export` and `import` */
export function addTransferCommands(vm: Command, line: CommandLine): void {
  const { help, transfers } = line.texts
  const { commands, arguments: args, options: texts } = transfers

  vm.command('clone')
    .description(commands.clone)
    .argument('<NAME>', help.machineArgument)
    .argument('<NEW>', args.newName)
    .addOption(new Option('--linked', texts.linked).conflicts('full'))
    .option('--full', texts.full)
    .option('--count <N>', texts.count, '1')
    .option('--snapshot <SNAPSHOT>', texts.snapshot)
    .addHelpText('after', examples(line.texts, 'vm clone lab copy', 'vm clone lab seat --linked --count 30'))
    .action(async (name: string, wanted: string, options: CloneOptions, command: Command) => {
      const context = line.context(command)
      const chosen = parseName(context, wanted)
      const count = parseCount(context, options.count)
      const mode = options.linked === true ? 'linked' : 'full'
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        const from = snapshotOption(machine, options.snapshot)
        const baseName = defaultSnapshotName(transfers.baseOfClones, new Date(), context.locale)
        const { jobId } = await client.machines.clone({ id: machine.id, name: chosen, mode, count, baseName, ...from })
        const ids = await followJob(context, client, jobId, machine.folder)
        const names = cloneNames({ name: chosen, count })
        context.output.result({ machine: machine.name, mode, names, ids }, transfers.cloned(names))
      })
    })

  vm.command('export')
    .description(commands.export)
    .argument('<NAME>', help.machineArgument)
    .argument('<TARGET>', args.target)
    .option('--no-state', texts.noState)
    .option('--no-snapshots', texts.noSnapshots)
    .option('--media', texts.media)
    .option('--snapshot <SNAPSHOT>', texts.snapshot)
    .addHelpText('after', examples(line.texts, `vm export lab lab.${packageExtension}`, 'vm export lab ~/exports/lab'))
    .action(async (name: string, target: string, options: ExportOptions, command: Command) => {
      const context = line.context(command)
      const path = absolutePath(target)
      const format = path.toLowerCase().endsWith(`.${packageExtension}`) ? 'file' : 'folder'
      const { state, snapshots, media = false } = options
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        const from = snapshotOption(machine, options.snapshot)
        const wanted = { id: machine.id, path, format, state, snapshots, media, ...from } as const
        const { jobId } = await client.machines.export(wanted)
        await followJob(context, client, jobId, path)
        context.output.result({ machine: machine.name, path, format }, transfers.exported(machine.name, path))
      })
    })

  vm.command('import')
    .description(commands.import)
    .argument('<SOURCE>', args.source)
    .option('--name <NAME>', texts.name)
    .option('--keep-id', texts.keepId)
    .option('--in-place', texts.inPlace)
    .addHelpText(
      'after',
      examples(line.texts, `vm import lab.${packageExtension}`, 'vm import ~/exports/lab --name copy'),
    )
    .action(async (source: string, options: ImportOptions, command: Command) => {
      const context = line.context(command)
      const path = absolutePath(source)
      const name = options.name === undefined ? {} : { name: parseName(context, options.name) }
      const mode = options.inPlace === true ? 'inPlace' : 'copy'
      const identity = options.keepId === true ? 'kept' : 'new'
      await withHost(context, async ({ client }) => {
        const facts = await client.machines.inspectImport({ path })
        const { jobId } = await client.machines.import({ path, mode, identity, ...name })
        const id = String(await followJob(context, client, jobId, path))
        const machine = findMachine(await readSnapshot(client), id)
        if (!facts.stateFits) context.output.note(transfers.stateDoesNotFit)
        if (facts.missingMedia.length > 0) context.output.note(transfers.mediaMissing(facts.missingMedia))
        const { missingMedia, missingTemplates, stateFits } = facts
        const document = { id, name: machine.name, folder: machine.folder, stateFits, missingMedia, missingTemplates }
        context.output.result(document, transfers.imported(machine.name))
      })
    })
}
