import type { Command } from 'commander'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { files } from '../disk-files.ts'
import { runJob } from '../disk-job.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import { existingFile, parseSize } from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'

interface ExpandOptions {
  readonly size: string
  readonly force?: boolean
}

export function addExpandCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('expand')
    .description(texts.commands.expand)
    .argument('<FILE>', texts.arguments.file)
    .requiredOption('--size <SIZE>', texts.options.newSize)
    .option('--force', texts.options.force)
    .addHelpText('after', examples(line.texts, 'disk expand lab.vhd --size 40G'))
    .action(async (name: string, { size, force = false }: ExpandOptions, command: Command) => {
      const context = line.context(command)
      const wanted = parseSize(texts, size)
      const path = await existingFile(name)
      await askingAboutRisks(context, texts, force, (options) =>
        runJob(context, { path, left: 'source' }, (control) => expandDisk(files, path, wanted, control, options)),
      )
      const { capacity, fileSize } = await inspectDisk(files, path)
      context.output.result({ path, capacity, fileSize }, texts.expanded(path, texts.bytes(capacity)))
    })
}
