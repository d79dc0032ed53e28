import type { Command } from 'commander'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { files } from '../disk-files.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import { existingFile } from '../disk-values.ts'
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
      const child = await existingFile(name)
      const parent = await existingFile(options.parent)
      await askingAboutRisks(context, texts, options.force ?? false, (risk) =>
        reconnectDisk(files, child, parent, { acceptOther: false, ...risk }),
      )
      context.output.result({ child, parent }, texts.reconnected(child, parent))
    })
}
