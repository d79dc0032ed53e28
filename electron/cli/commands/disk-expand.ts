import type { Command } from 'commander'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { files } from '../disk-files.ts'
import { runJob } from '../disk-job.ts'
import { existingFile, parseSize } from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../program.ts'

export function addExpandCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('expand')
    .description(texts.commands.expand)
    .argument('<FILE>', texts.arguments.file)
    .requiredOption('--size <SIZE>', texts.options.newSize)
    .addHelpText('after', examples(line.texts, 'disk expand lab.vhd --size 40G'))
    .action(async (name: string, { size }: { size: string }, command: Command) => {
      const context = line.context(command)
      const wanted = parseSize(texts, size)
      const path = await existingFile(name)
      await runJob(context, { path, left: 'source' }, (control) => expandDisk(files, path, wanted, control))
      const { capacity, fileSize } = await inspectDisk(files, path)
      context.output.result({ path, capacity, fileSize }, texts.expanded(path, texts.bytes(capacity)))
    })
}
