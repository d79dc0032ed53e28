import type { Command } from 'commander'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { files } from '../disk-files.ts'
import { runJob } from '../disk-job.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import { existingFile } from '../disk-values.ts'
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
      const path = await existingFile(name)
      const { fileSize: sizeBefore } = await inspectDisk(files, path)
      await askingAboutRisks(context, texts, force, (options) =>
        runJob(context, { path, left: 'source' }, (control) => compactDisk(files, path, control, options)),
      )
      const { fileSize } = await inspectDisk(files, path)
      const text =
        fileSize < sizeBefore
          ? texts.compacted(path, texts.bytes(sizeBefore), texts.bytes(fileSize))
          : texts.notSmaller(path, texts.bytes(fileSize))
      context.output.result({ path, sizeBefore, fileSize }, text)
    })
}
