import type { Command } from 'commander'
import { defaultDiskCapacity } from '#shared/disk.ts'
import { requireNoHost, type Context } from '../context.ts'
import { copyIntoNewFile } from '../disk-copy.ts'
import { createFloppyDisk } from '../disk-floppy.ts'
import { withDisks, type DiskPlace } from '../disk-place.ts'
import { addSourceOptions, namedSource, sourceOnHost, type SourceOptions } from '../disk-source.ts'
import { diskDocument } from '../disk-text.ts'
import { diskUsage, isFloppyName, isVhdName, parseSize, requireAtMostOne } from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'

interface CreateOptions extends SourceOptions {
  readonly size?: string
  readonly fixed?: true
  readonly dynamic?: true
  readonly parent?: string
  readonly copy?: string
}

export function addCreateCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  const command = disk
    .command('create')
    .description(texts.commands.create)
    .argument('<FILE>', texts.arguments.newFile)
    .option('--size <SIZE>', texts.options.size)
    .option('--fixed', texts.options.fixed)
    .option('--dynamic', texts.options.dynamic)
    .option('--parent <FILE>', texts.options.parent)
    .option('--copy <SOURCE>', texts.options.copy)
  addSourceOptions(command, texts)
    .addHelpText(
      'after',
      examples(
        line.texts,
        'disk create lab.vhd --size 20G',
        'disk create lab-2.vhd --parent lab.vhd',
        'disk create old-pc.vhd --copy /dev/sdb',
        'disk create drivers.vfd',
      ),
    )
    .action(async (name: string, options: CreateOptions, command: Command) => {
      const context = line.context(command)
      const { size, fixed, dynamic, parent, copy, format, backing } = options
      if (isFloppyName(name)) {
        const kinds = { '--fixed': fixed, '--dynamic': dynamic, '--parent': parent, '--copy': copy, '--format': format }
        requireNoHost(context)
        return createFloppyDisk(context.output, texts, name, size, kinds)
      }
      if (!isVhdName(name)) throw diskUsage(texts.usage.newName(name))
      requireAtMostOne(texts, { '--fixed': fixed, '--dynamic': dynamic, '--parent': parent })
      requireAtMostOne(texts, { '--size': size, '--parent': parent, '--copy': copy })
      if (copy === undefined && format !== undefined) throw diskUsage(texts.usage.onlyWithCopy('--format'))
      if (copy === undefined && backing !== undefined) throw diskUsage(texts.usage.onlyWithCopy('--backing'))
      const capacity = size === undefined ? defaultDiskCapacity : parseSize(texts, size)
      await withDisks(context, async (disks) => {
        const file = await disks.target(name)
        const said = await create(context, texts, disks, file, capacity, options)
        const facts = await disks.inspect(file)
        context.output.result(
          diskDocument(facts),
          said ?? texts.created(file, texts.types[facts.type], texts.bytes(facts.capacity)),
        )
      })
    })
}

/** Makes the disk; resolves with what there is to be said of it besides its type and capacity. */
async function create(
  context: Context,
  texts: DiskTexts,
  disks: DiskPlace,
  path: string,
  capacity: number,
  options: CreateOptions,
): Promise<string | null> {
  const { fixed, parent, copy } = options
  if (parent !== undefined) {
    const parentFile = await disks.existing(parent)
    await disks.run({ kind: 'createChildDisk', path, parent: parentFile }, 'nothing')
    return texts.createdChild(path, parentFile)
  }
  if (copy !== undefined) {
    const format = fixed === true ? 'fixed' : 'dynamic'
    if (context.host !== null) {
      const source = await disks.existing(copy)
      await disks.run({ kind: 'convertDisk', path, source, format, ...sourceOnHost(texts, options) }, 'nothing')
      return texts.converted(source, path, null)
    }
    const source = await namedSource(texts, copy, options)
    await copyIntoNewFile(context, texts, source, path, format)
    return texts.converted(source.file, path, source.format)
  }
  await disks.run({ kind: 'createDisk', path, type: fixed === true ? 'fixed' : 'dynamic', capacity }, 'nothing')
  return null
}
