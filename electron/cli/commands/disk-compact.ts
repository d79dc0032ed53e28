import type { Command } from 'commander'
import { withDisks } from '../disk-place.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'

export function addCompactCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('compact')
    .description(texts.commands.compact)
    .argument('<FILE>', texts.arguments.file)
    .option('--force', texts.options.force)
    .addHelpText('after', examples(line.texts, 'disk compact lab.vhd'))
    .action(async (name: string, { force = false }: { force?: boolean }, command: Command) => {
      const context = line.context(command)
      await withDisks(context, async (disks) => {
        const path = await disks.existing(name)
        const { fileSize: sizeBefore } = await disks.inspect(path)
        await askingAboutRisks(context, texts, force, (risk) =>
          disks.run({ kind: 'compactDisk', path }, 'source', risk),
        )
        const { fileSize } = await disks.inspect(path)
        const text =
          fileSize < sizeBefore
            ? texts.compacted(path, texts.bytes(sizeBefore), texts.bytes(fileSize))
            : texts.notSmaller(path, texts.bytes(fileSize))
        context.output.result({ path, sizeBefore, fileSize }, text)
      })
    })
}
