import type { Command } from 'commander'
import { inspectFloppyDisk } from '../disk-floppy.ts'
import { diskChain, healthText, type DiskDocument } from '../disk-text.ts'
import { existingFile, isFloppyName } from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../program.ts'
import { formatDetails } from '../table.ts'

function detailsOf(disk: DiskDocument, texts: DiskTexts): string {
  const { details } = texts
  const { cylinders, heads, sectorsPerTrack } = disk.geometry
  const rows: [string, string][] = [
    [details.file, disk.path],
    [details.type, texts.types[disk.type]],
    [details.capacity, texts.bytes(disk.capacity)],
    [details.fileSize, texts.bytes(disk.fileSize)],
    [details.allocated, disk.allocated === null ? '' : texts.bytes(disk.allocated)],
    [details.blockSize, disk.blockSize === null ? '' : texts.bytes(disk.blockSize)],
    [details.id, disk.id],
    [details.creator, disk.creator.trim()],
    [details.created, disk.created],
    [details.modified, disk.modified],
    [details.geometry, `${cylinders}/${heads}/${sectorsPerTrack}`],
    [details.parent, disk.parent?.path ?? disk.parent?.name ?? ''],
    [details.health, healthText(disk, texts)],
  ]
  return formatDetails(rows.filter(([, value]) => value !== ''))
}

export function addInspectCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('inspect')
    .description(texts.commands.inspect)
    .argument('<FILE>', texts.arguments.file)
    .addHelpText('after', examples(line.texts, 'disk inspect lab.vhd', 'disk inspect lab.vhd --json'))
    .action(async (name: string, _options: unknown, command: Command) => {
      const { output } = line.context(command)
      const file = await existingFile(name)
      if (isFloppyName(file)) return inspectFloppyDisk(output, texts, file)
      const chain = await diskChain(file)
      output.result({ ...chain[0], chain }, chain.map((link) => detailsOf(link, texts)).join('\n\n'))
    })
}
