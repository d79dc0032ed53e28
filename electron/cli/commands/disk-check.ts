import type { Command } from 'commander'
import { isRemark, type CheckResult, type DiskFinding } from '#shared/disk.ts'
import { isBeyondRepair, isRepairable } from '#electron/disks/tools/check.ts'
import type { Context } from '../context.ts'
import { withDisks } from '../disk-place.ts'
import { askingAboutRisks } from '../disk-risk.ts'
import { exitCodes } from '../errors.ts'
import type { DiskTexts } from '../messages/disk-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'

function findingText<Code extends DiskFinding['code']>(
  { findings }: DiskTexts,
  finding: DiskFinding & { readonly code: Code },
): string {
  return findings[finding.code](finding)
}

interface CheckOptions {
  readonly repair?: boolean
  readonly force?: boolean
}

function tell(
  { output }: Context,
  texts: DiskTexts,
  path: string,
  { findings, repaired }: CheckResult,
  repair: boolean,
): void {
  // Over a connection they are no more the same objects.
  const mended = new Set(repaired.map((finding) => JSON.stringify(finding)))
  const isMended = (finding: DiskFinding) => mended.has(JSON.stringify(finding))
  const remaining = findings.filter((finding) => !isMended(finding))
  const lines = findings.map((finding) => {
    const text = findingText<DiskFinding['code']>(texts, finding)
    return isMended(finding) ? texts.repaired(text) : text
  })
  const sound = remaining.every(isRemark)
  output.result({ path, sound, findings, repaired }, [...lines, ...(sound ? [texts.noFindings(path)] : [])].join('\n'))
  if (sound) return
  // As the result is told already, for people and for programs, it is no error to be told again.
  process.exitCode = exitCodes.failed
  const isDamaged = remaining.some((finding) => isBeyondRepair(finding) || finding.code === 'PARENT_DAMAGED')
  if (isDamaged) output.note(texts.notRepairableHint)
  else if (!repair && remaining.some(isRepairable)) output.note(texts.repairHint)
}

export function addCheckCommand(disk: Command, line: CommandLine, texts: DiskTexts): void {
  disk
    .command('check')
    .description(texts.commands.check)
    .argument('<FILE>', texts.arguments.file)
    .option('--repair', texts.options.repair)
    .option('--force', texts.options.force)
    .addHelpText('after', examples(line.texts, 'disk check lab.vhd', 'disk check lab.vhd --repair'))
    .action(async (name: string, { repair = false, force = false }: CheckOptions, command: Command) => {
      const context = line.context(command)
      await withDisks(context, async (disks) => {
        const path = await disks.existing(name)
        const result = (await askingAboutRisks(context, texts, force, (risk) =>
          disks.run({ kind: 'checkDisk', path, repair }, 'source', risk),
        )) as CheckResult
        tell(context, texts, path, result, repair)
      })
    })
}
