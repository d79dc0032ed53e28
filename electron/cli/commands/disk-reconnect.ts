import type { Command } from 'commander'
import { withDisks } from '../disk-place.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'

export function addReconnectCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('reconnect')
    .description(texts.commands.reconnect)
    .argument('<CHILD>', texts.arguments.child)
    .requiredOption('--parent <FILE>', texts.options.rightParent)
    .option('--force', texts.options.force)
    .addHelpText('after', examples(line.texts, 'disk reconnect lab-2.vhd --parent /disks/lab.vhd'))
    .action(async (name: string, options: { parent: string; force?: boolean }, command: Command) => {
      const context = line.context(command)
      await withDisks(context, async (disks) => {
        const child = await disks.existing(name)
        const parent = await disks.existing(options.parent)
        const task = { kind: 'reconnectDisk', path: child, parent, acceptOther: false } as const
        await askingAboutRisks(context, texts, options.force ?? false, (risk) => disks.run(task, 'source', risk))
        context.output.result({ child, parent }, texts.reconnected(child, parent))
      })
    })
}
