import type { Command } from 'commander'
import type { CreateMachine, FirstDisk, Template } from '#shared/machine.ts'
import { parseSize, requireAtMostOne } from '../disk-values.ts'
import { machineDocument } from '../machine-text.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { diskTextsFor } from '../messages/index.ts'
import { examples, type CommandLine } from '../program.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { absolutePath, filePath, parseMemory, parseName, requireAtLeastOne } from '../values.ts'

interface CreateOptions {
  readonly template?: string
  readonly iso?: string
  readonly disk?: string
  readonly diskSize?: string
  readonly memory?: string
  readonly location?: string
  readonly start?: true
}

/** Throws USAGE. */
function diskOf(texts: DiskTexts, { disk, diskSize }: CreateOptions): FirstDisk {
  if (disk !== undefined) return { kind: 'existing', path: filePath(disk) }
  return diskSize === undefined ? { kind: 'none' } : { kind: 'new', capacity: parseSize(texts, diskSize) }
}

/** What the machine starts from: a template is a disc or a disk, which leaves no place for another. Throws USAGE. */
function sourcesOf(
  texts: DiskTexts,
  { template, iso, disk: file, diskSize }: CreateOptions,
  disk: FirstDisk,
  templates: readonly Template[],
): Pick<CreateMachine, 'dvd' | 'disk'> {
  if (iso !== undefined) return { dvd: { kind: 'image', path: filePath(iso) }, disk }
  if (template === undefined) return { dvd: { kind: 'none' }, disk }
  const isDisk = templates.find(({ name }) => name === template)?.media === 'disk'
  if (!isDisk) return { dvd: { kind: 'template', template }, disk }
  requireAtMostOne(texts, { [`--template ${template}`]: template, '--disk': file, '--disk-size': diskSize })
  return { dvd: { kind: 'none' }, disk: { kind: 'template', template } }
}

export function addCreateCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  const { descriptions, optionTexts, machineArgument } = texts.help
  const diskTexts = diskTextsFor(line.locale)
  vm.command('create')
    .description(descriptions.create)
    .argument('<NAME>', machineArgument)
    .option('--template <TEMPLATE>', optionTexts.template)
    .option('--iso <FILE>', optionTexts.iso)
    .option('--disk <FILE>', texts.drives.options.existingDisk)
    .option('--disk-size <SIZE>', texts.drives.options.newDisk)
    .option('--memory <MB>', optionTexts.memory)
    .option('--location <FOLDER>', optionTexts.location)
    .option('--start', optionTexts.start)
    .addHelpText(
      'after',
      examples(
        texts,
        'vm create lab --template lab-linux --start',
        'vm create server --template lab-linux-disk',
        'vm create setup --iso ~/setup.iso --disk-size 20G --memory 256',
      ),
    )
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const context = line.context(command)
      const { template, iso, disk, diskSize, memory, location } = options
      requireAtLeastOne(context, { '--template': template, '--iso': iso, '--disk': disk })
      requireAtMostOne(diskTexts, { '--template': template, '--iso': iso })
      requireAtMostOne(diskTexts, { '--disk': disk, '--disk-size': diskSize })
      const chosen = parseName(context, name)
      const firstDisk = diskOf(diskTexts, options)
      const megabytes = memory === undefined ? {} : { memory: parseMemory(context, memory) }
      const place = location === undefined ? {} : { location: absolutePath(location) }
      await withHost(context, async ({ client }) => {
        const { templates } = await readSnapshot(client)
        const sources = sourcesOf(diskTexts, options, firstDisk, templates)
        const machine: CreateMachine = { name: chosen, ...sources, ...megabytes, ...place }
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
