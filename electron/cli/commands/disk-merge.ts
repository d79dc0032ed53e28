import type { Command } from 'commander'
import type { CopyRemark } from '#shared/disk.ts'
import { DiskError } from '#electron/disks/disk-error.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { files } from '../disk-files.ts'
import { runJob } from '../disk-job.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import { existingFile, newFile, requireVhdName } from '../disk-values.ts'
import { remarkText } from '../disk-text.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'

export function addMergeCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('merge')
    .description(texts.commands.merge)
    .argument('<CHILD>', texts.arguments.child)
    .option('--into <NEW>', texts.options.into)
    .option('--force', texts.options.force)
    .addHelpText('after', examples(line.texts, 'disk merge lab-2.vhd', 'disk merge lab-2.vhd --into lab-3.vhd'))
    .action(async (name: string, { into, force = false }: { into?: string; force?: boolean }, command: Command) => {
      const context = line.context(command)
      if (into !== undefined) requireVhdName(texts, into)
      const child = await existingFile(name)
      if (into === undefined) {
        const parent = await askingAboutRisks(context, texts, force, (options) =>
          runJob(context, { path: child, left: 'partlyMerged' }, (control) =>
            mergeIntoParent(files, child, { ...options, removeChild: true }, control),
          ),
        )
        context.output.result({ child, into: parent, childRemoved: true }, texts.merged(child, parent))
        return
      }
      const target = await newFile(into)
      if ((await inspectDisk(files, child)).type !== 'differencing') {
        throw new DiskError('NOT_DIFFERENCING', { path: child })
      }
      const { remarks } = await withSource(files, child, 'vhd', [], (source) =>
        runJob(context, { path: child, left: 'source' }, (control) =>
          convertDisk(files, source, target, 'dynamic', control),
        ),
      )
      for (const remark of remarks) context.output.note(remarkText<CopyRemark['code']>(texts, remark))
      context.output.result({ child, into: target, childRemoved: false, remarks }, texts.mergedInto(child, target))
    })
}
