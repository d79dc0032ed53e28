import type { Command } from 'commander'
import { withDisks } from '../disk-place.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import { parseSize } from '../disk-values.ts'
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
      await withDisks(context, async (disks) => {
        const path = await disks.existing(name)
        await askingAboutRisks(context, texts, force, (risk) =>
          disks.run({ kind: 'expandDisk', path, capacity: wanted }, 'source', risk),
        )
        const { capacity, fileSize } = await disks.inspect(path)
        context.output.result({ path, capacity, fileSize }, texts.expanded(path, texts.bytes(capacity)))
      })
    })
}
