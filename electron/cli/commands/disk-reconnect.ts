import type { Command } from 'commander'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { files } from '../disk-files.ts'
import { existingFile } from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../program.ts'

export function addReconnectCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('reconnect')
    .description(texts.commands.reconnect)
    .argument('<CHILD>', texts.arguments.child)
    .requiredOption('--parent <FILE>', texts.options.rightParent)
    .addHelpText('after', examples(line.texts, 'disk reconnect lab-2.vhd --parent /disks/lab.vhd'))
    .action(async (name: string, options: { parent: string }, command: Command) => {
      const { output } = line.context(command)
      const child = await existingFile(name)
      const parent = await existingFile(options.parent)
      await reconnectDisk(files, child, parent, { acceptOther: false })
      output.result({ child, parent }, texts.reconnected(child, parent))
    })
}
