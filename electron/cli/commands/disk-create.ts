import type { Command } from 'commander'
import { defaultDiskCapacity } from '#shared/disk.ts'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic, createFixed } from '#electron/disks/tools/create.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { createFloppyDisk } from '../disk-floppy.ts'
import { diskDocument } from '../disk-text.ts'
import {
  diskUsage,
  existingFile,
  isFloppyName,
  isVhdName,
  newFile,
  parseSize,
  requireAtMostOne,
} from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../program.ts'

interface CreateOptions {
  readonly size?: string
  readonly fixed?: true
  readonly dynamic?: true
  readonly parent?: string
}

export function addCreateCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('create')
    .description(texts.commands.create)
    .argument('<FILE>', texts.arguments.newFile)
    .option('--size <SIZE>', texts.options.size)
    .option('--fixed', texts.options.fixed)
    .option('--dynamic', texts.options.dynamic)
    .option('--parent <FILE>', texts.options.parent)
    .addHelpText(
      'after',
      examples(
        line.texts,
        'disk create lab.vhd --size 20G',
        'disk create lab-2.vhd --parent lab.vhd',
        'disk create drivers.vfd',
      ),
    )
    .action(async (name: string, { size, fixed, dynamic, parent }: CreateOptions, command: Command) => {
      const { output } = line.context(command)
      const kinds = { '--fixed': fixed, '--dynamic': dynamic, '--parent': parent }
      if (isFloppyName(name)) return createFloppyDisk(output, texts, name, size, kinds)
      if (!isVhdName(name)) throw diskUsage(texts.usage.newName(name))
      requireAtMostOne(texts, kinds)
      requireAtMostOne(texts, { '--size': size, '--parent': parent })
      const capacity = size === undefined ? defaultDiskCapacity : parseSize(texts, size)
      const file = await newFile(name)
      const parentFile = parent === undefined ? null : await existingFile(parent)
      if (parentFile !== null) await createDifferencing(files, file, parentFile)
      else if (fixed === true) await createFixed(files, file, capacity)
      else await createDynamic(files, file, capacity)
      const facts = await inspectDisk(files, file)
      const said =
        parentFile === null
          ? texts.created(file, texts.types[facts.type], texts.bytes(facts.capacity))
          : texts.createdChild(file, parentFile)
      output.result(diskDocument(facts), said)
    })
}
