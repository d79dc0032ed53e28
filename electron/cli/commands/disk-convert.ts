import type { Command } from 'commander'
import type { CopyRemark, CopyResult } from '#shared/disk.ts'
import type { Context } from '../context.ts'
import type { ConversionTarget } from '#electron/disks/tools/convert.ts'
import { copyIntoNewFile } from '../disk-copy.ts'
import { withDisks } from '../disk-place.ts'
import { remarkText } from '../disk-text.ts'
import { addSourceOptions, namedSource, sourceOnHost, type SourceOptions } from '../disk-source.ts'
import { diskUsage, newFile, requireAtMostOne } from '../disk-values.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'

interface ConvertOptions extends SourceOptions {
  readonly fixed?: true
  readonly dynamic?: true
}

/** Throws USAGE. */
function targetType(texts: DiskTexts, target: string, { fixed, dynamic }: ConvertOptions): ConversionTarget {
  requireAtMostOne(texts, { '--fixed': fixed, '--dynamic': dynamic })
  if (/\.vhd$/i.test(target)) return fixed === true ? 'fixed' : 'dynamic'
  if (!/\.(img|raw)$/i.test(target)) throw diskUsage(texts.usage.targetName(target))
  if (fixed === true || dynamic === true) throw diskUsage(texts.usage.rawHasNoType(fixed ? '--fixed' : '--dynamic'))
  return 'raw'
}

/** Which format it is the host finds out by itself. */
function convertOnHost(
  context: Context,
  texts: DiskTexts,
  sourceName: string,
  targetName: string,
  format: ConversionTarget,
  options: SourceOptions,
): Promise<void> {
  return withDisks(context, async (disks) => {
    const { raw, backing } = sourceOnHost(texts, options)
    const [source, path] = [await disks.existing(sourceName), await disks.target(targetName)]
    const task = { kind: 'convertDisk', path, source, format, backing, raw } as const
    const { capacity, remarks } = (await disks.run(task, 'nothing')) as CopyResult
    for (const remark of remarks) context.output.note(remarkText<CopyRemark['code']>(texts, remark))
    const result = { source, format: raw ? 'raw' : null, target: path, type: format, capacity, remarks }
    context.output.result(result, texts.converted(source, path, result.format))
  })
}

export function addConvertCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  const convert = disk
    .command('convert')
    .description(texts.commands.convert)
    .argument('<SOURCE>', texts.arguments.source)
    .argument('<TARGET>', texts.arguments.target)
    .option('--fixed', texts.options.fixed)
    .option('--dynamic', texts.options.dynamic)
  addSourceOptions(convert, texts)
    .addHelpText(
      'after',
      examples(
        line.texts,
        'disk convert old.vmdk lab.vhd',
        'disk convert lab.vhd lab.img',
        'disk convert top.qcow2 lab.vhd --backing middle.qcow2 --backing base.img',
      ),
    )
    .action(async (sourceName: string, targetName: string, options: ConvertOptions, command: Command) => {
      const context = line.context(command)
      const type = targetType(texts, targetName, options)
      if (context.host !== null) return convertOnHost(context, texts, sourceName, targetName, type, options)
      const source = await namedSource(texts, sourceName, options)
      const target = await newFile(targetName)
      const { capacity, remarks } = await copyIntoNewFile(context, texts, source, target, type)
      const { file, format } = source
      context.output.result(
        { source: file, format, target, type, capacity, remarks },
        texts.converted(file, target, format),
      )
    })
}
