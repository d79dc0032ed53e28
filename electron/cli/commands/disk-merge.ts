import type { Command } from 'commander'
import type { CopyRemark, CopyResult } from '#shared/disk.ts'
import { withDisks } from '../disk-place.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import { requireVhdName } from '../disk-values.ts'
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
      await withDisks(context, async (disks) => {
        const child = await disks.existing(name)
        const task = { kind: 'mergeDisk', path: child } as const
        if (into === undefined) {
          const { parent } = await disks.inspect(child)
          await askingAboutRisks(context, texts, force, (risk) =>
            disks.run({ ...task, into: null }, 'partlyMerged', risk),
          )
          const file = parent?.path ?? ''
          context.output.result({ child, into: file, childRemoved: true }, texts.merged(child, file))
          return
        }
        const target = await disks.target(into)
        const { remarks } = (await disks.run({ ...task, into: target }, 'source')) as CopyResult
        for (const remark of remarks) context.output.note(remarkText<CopyRemark['code']>(texts, remark))
        context.output.result({ child, into: target, childRemoved: false, remarks }, texts.mergedInto(child, target))
      })
    })
}
