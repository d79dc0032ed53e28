import type { Command } from 'commander'
import type { Consent } from '#shared/disk-risk.ts'
import type { CreateMachine, FirstDisk } from '#shared/machine.ts'
import type { CreateFromTemplate } from '#shared/own-template.ts'
import { cloneNames } from '#shared/transfer.ts'
import type { HostClient } from '#electron/server/client.ts'
import { usageError, type Context } from '../context.ts'
import { askingAboutRisks, forceOf } from '../disk-risk.ts'
import { parseSize, requireAtMostOne } from '../disk-values.ts'
import { machineDocument } from '../machine-text.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { diskTextsFor } from '../messages/index.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { findTemplate, type TemplateDocument } from '../templates.ts'
import { absolutePath, filePath, parseCount, parseMemory, parseName, requireAtLeastOne } from '../values.ts'

interface CreateOptions {
  readonly template?: string
  readonly iso?: string
  readonly disk?: string
  readonly diskSize?: string
  readonly floppy?: string
  readonly memory?: string
  readonly count: string
  readonly location?: string
  readonly start?: true
  readonly force?: true
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
  chosen: TemplateDocument | null,
): Pick<CreateMachine, 'dvd' | 'disk'> {
  if (iso !== undefined) return { dvd: { kind: 'image', path: filePath(iso) }, disk }
  if (template === undefined) return { dvd: { kind: 'none' }, disk }
  const isDisc = chosen?.kind === 'readyMade' && chosen.media === 'dvd'
  if (isDisc) return { dvd: { kind: 'template', template }, disk }
  requireAtMostOne(texts, { [`--template ${template}`]: template, '--disk': file, '--disk-size': diskSize })
  return { dvd: { kind: 'none' }, disk: { kind: 'template', template } }
}

export function addCreateCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  const { descriptions, optionTexts, machineArgument } = texts.help
  const words = texts.templates
  const diskTexts = diskTextsFor(line.locale)
  vm.command('create')
    .description(descriptions.create)
    .argument('<NAME>', machineArgument)
    .option('--template <TEMPLATE>', optionTexts.template)
    .option('--iso <FILE>', optionTexts.iso)
    .option('--disk <FILE>', texts.drives.options.existingDisk)
    .option('--disk-size <SIZE>', texts.drives.options.newDisk)
    .option('--floppy <FILE>', texts.drives.options.floppy)
    .option('--memory <MB>', optionTexts.memory)
    .option('--count <N>', optionTexts.count, '1')
    .option('--location <FOLDER>', optionTexts.location)
    .option('--start', optionTexts.start)
    .option('--force', texts.drives.options.force)
    .addHelpText(
      'after',
      examples(
        texts,
        'vm create lab --template lab-linux --start',
        'vm create server --template lab-linux-disk',
        'vm create seat --template base --count 30 --start',
        'vm create setup --iso ~/setup.iso --disk-size 20G --memory 256',
        'vm create dos --floppy ~/dos.img --disk-size 500M',
      ),
    )
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const context = line.context(command)
      const { template, iso, disk, diskSize, memory, location } = options
      requireAtLeastOne(context, {
        ...{ '--template': template, '--iso': iso, '--floppy': options.floppy },
        ...{ '--disk': disk, '--disk-size': diskSize },
      })
      requireAtMostOne(diskTexts, { '--template': template, '--iso': iso })
      requireAtMostOne(diskTexts, { '--disk': disk, '--disk-size': diskSize })
      const chosen = parseName(context, name)
      const firstDisk = diskOf(diskTexts, options)
      const megabytes = memory === undefined ? {} : { memory: parseMemory(context, memory) }
      const count = parseCount(context, options.count)
      if (count > 1) requireNoSharedFile(context, options)
      const place = location === undefined ? {} : { location: absolutePath(location) }
      await withHost(context, async ({ client }) => {
        const asked = template === undefined ? null : findTemplate(await readSnapshot(client), template)
        if (asked?.kind === 'own')
          requireAtMostOne(diskTexts, { [`--template ${asked.name}`]: template, '--floppy': options.floppy })
        const floppy = options.floppy === undefined ? {} : { floppy: filePath(options.floppy) }
        const sources = { ...sourcesOf(diskTexts, options, firstDisk, asked), ...floppy }
        const names = cloneNames({ name: chosen, count })
        const ids =
          asked?.kind === 'own'
            ? await createFrom(client, { templateId: asked.id, name: chosen, count, ...megabytes, ...place })
            : await askingAboutRisks(context, diskTexts, options.force === true, (risk) =>
                createEach(client, names, { ...withForce(sources, forceOf(risk)), ...megabytes, ...place }),
              )
        context.output.note(names.length === 1 ? texts.created(chosen) : words.createdMany(names))
        if (asked?.kind === 'own' && !asked.stateFits) context.output.note(words.stateDoesNotFit)
        if (options.start === true) {
          for (const [index, id] of ids.entries()) {
            await client.machines.start({ id })
            context.output.note(texts.done.start(names[index] ?? id))
          }
        }
        const snapshot = await readSnapshot(client)
        const documents = ids.map((id) => machineDocument(snapshot, findMachine(snapshot, id)))
        context.output.result(count === 1 ? documents[0] : documents, '')
      })
    })
}

async function createFrom(client: HostClient, wanted: CreateFromTemplate): Promise<string[]> {
  return (await client.machines.createFromTemplate(wanted)).map(({ id }) => id)
}

/** Throws USAGE where several machines would write to one file. */
function requireNoSharedFile(context: Context, { disk, floppy }: CreateOptions): void {
  const flag = disk !== undefined ? '--disk' : '--floppy'
  if (disk !== undefined || floppy !== undefined) throw usageError(context, (usage) => usage.notForMany(flag))
}

function withForce<Sources extends Pick<CreateMachine, 'disk'>>(sources: Sources, consent: Consent): Sources {
  const { disk } = sources
  return disk?.kind === 'existing' ? { ...sources, disk: { ...disk, ...consent } } : sources
}

async function createEach(
  client: HostClient,
  names: readonly string[],
  machine: Omit<CreateMachine, 'name'>,
): Promise<string[]> {
  const ids: string[] = []
  for (const name of names) ids.push((await client.machines.create({ name, ...machine })).id)
  return ids
}
