import type { Command } from 'commander'
import { printable } from '#shared/printable.ts'
import { sectorSize } from '#electron/disks/virtual-disk.ts'
import { inspectFloppyDisk } from '../disk-floppy.ts'
import { addSourceOptions, namedSource, type SourceOptions } from '../disk-source.ts'
import { requireNoHost } from '../context.ts'
import { withHost } from '../session.ts'
import type { Output } from '../output.ts'
import { absolutePath } from '../values.ts'
import {
  anyChain,
  diskChain,
  documentsOf,
  healthText,
  imageHealth,
  type DiskDocument,
  type ImageDocument,
} from '../disk-text.ts'
import { existingFile, isFloppyName, isVhdName } from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'
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
  return formatDetails(rows.filter(([, value]) => value !== '').map(([title, value]) => [title, printable(value)]))
}

function imageDetails(image: ImageDocument, texts: DiskTexts): string {
  const { details } = texts
  const bytes = (count: number) => texts.bytes(count)
  const rows: [string, string][] = [
    [details.file, image.path],
    [details.format, image.format],
    [details.capacity, bytes(image.capacity)],
    [details.fileSize, bytes(image.fileSize)],
    [details.allocated, image.allocated === null ? '' : bytes(image.allocated)],
    [details.sectorSize, image.guestSectorSize === sectorSize ? '' : bytes(image.guestSectorSize)],
    [details.modified, image.modified],
    [details.parent, image.parent?.path ?? image.parent?.name ?? ''],
    [details.health, imageHealth(image, texts)],
  ]
  return formatDetails(rows.filter(([, value]) => value !== '').map(([title, value]) => [title, printable(value)]))
}

function tell(output: Output, texts: DiskTexts, chain: readonly (DiskDocument | ImageDocument)[]): void {
  const parts = chain.map((link) => (link.type === 'image' ? imageDetails(link, texts) : detailsOf(link, texts)))
  output.result({ ...chain[0], chain }, parts.join('\n\n'))
}

export function addInspectCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  const inspect = disk.command('inspect').description(texts.commands.inspect).argument('<FILE>', texts.arguments.file)
  addSourceOptions(inspect, texts)
    .addHelpText(
      'after',
      examples(line.texts, 'disk inspect lab.vhd', 'disk inspect lab.vhd --json', 'disk inspect old.vmdk'),
    )
    .action(async (name: string, options: SourceOptions, command: Command) => {
      const context = line.context(command)
      const { output } = context
      if (context.host !== null) {
        if (!isVhdName(name)) requireNoHost(context)
        return withHost(context, async ({ client }) => {
          const facts = await client.disks.inspect({ path: absolutePath(name) })
          tell(output, texts, documentsOf(facts))
        })
      }
      const file = await existingFile(name)
      if (isFloppyName(file)) return inspectFloppyDisk(output, texts, file)
      // What is named as a VHD is looked at as one: what is wrong with it is told better.
      const isVhd = isVhdName(file) && options.format === undefined && options.backing === undefined
      const chain = isVhd ? await diskChain(file) : await anyChain(await namedSource(texts, file, options))
      tell(output, texts, chain)
    })
}
