import type { Command } from 'commander'
import type { ConversionTarget } from '#electron/disks/tools/convert.ts'
import { formatOf } from '#electron/disks/tools/with-source.ts'
import { copyIntoNewFile } from '../disk-copy.ts'
import { files } from '../disk-files.ts'
import { diskUsage, existingFile, existingSource, newFile, requireAtMostOne } from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../program.ts'

interface ConvertOptions {
  readonly fixed?: true
  readonly dynamic?: true
  readonly format?: string
  readonly backing?: string
}

/** Throws USAGE. */
function targetType(texts: DiskTexts, target: string, { fixed, dynamic }: ConvertOptions): ConversionTarget {
  requireAtMostOne(texts, { '--fixed': fixed, '--dynamic': dynamic })
  if (/\.vhd$/i.test(target)) return fixed === true ? 'fixed' : 'dynamic'
  if (!/\.(img|raw)$/i.test(target)) throw diskUsage(texts.usage.targetName(target))
  if (fixed === true || dynamic === true) throw diskUsage(texts.usage.rawHasNoType(fixed ? '--fixed' : '--dynamic'))
  return 'raw'
}

export function addConvertCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('convert')
    .description(texts.commands.convert)
    .argument('<SOURCE>', texts.arguments.source)
    .argument('<TARGET>', texts.arguments.target)
    .option('--fixed', texts.options.fixed)
    .option('--dynamic', texts.options.dynamic)
    .option('--format <FORMAT>', texts.options.format)
    .option('--backing <FILE>', texts.options.backing)
    .addHelpText(
      'after',
      examples(
        line.texts,
        'disk convert old.vmdk lab.vhd',
        'disk convert lab.vhd lab.img',
        'disk convert top.qcow2 lab.vhd --backing base.qcow2',
      ),
    )
    .action(async (sourceName: string, targetName: string, options: ConvertOptions, command: Command) => {
      const context = line.context(command)
      const type = targetType(texts, targetName, options)
      if (options.format !== undefined && options.format !== 'raw') {
        throw diskUsage(texts.usage.unknownFormat(options.format))
      }
      const source = await existingSource(sourceName)
      const target = await newFile(targetName)
      const backing = options.backing === undefined ? null : await existingFile(options.backing)
      const format = options.format ?? (await formatOf(files, source))
      if (backing !== null && format !== 'qcow2') throw diskUsage(texts.usage.backingOnlyQcow2(source, format))
      const capacity = await copyIntoNewFile(context, texts, { file: source, format, backing }, target, type)
      context.output.result({ source, format, target, type, capacity }, texts.converted(source, target, format))
    })
}
