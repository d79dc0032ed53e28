import type { Command } from 'commander'
import { formatMegabytes } from '#shared/format.ts'
import { unusableMachine } from '#shared/machine-problem.ts'
import type { Machine } from '#shared/machine.ts'
import { describeError, type Locale } from '#shared/messages/index.ts'
import { contentText, driveDocuments } from '../drive-text.ts'
import { machineCells, machineDocument } from '../machine-text.ts'
import type { CliTexts } from '../messages/texts.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { faultText, findMachine, readSnapshot, withHost } from '../session.ts'
import { settingsRows } from '../settings-text.ts'
import { formatDetails } from '../table.ts'

const bytesPerMegabyte = 1024 * 1024

/** Each drive with what is in it; the floppy drive where there is something in it. */
function driveRows(machine: Machine, { drives }: CliTexts): [string, string][] {
  return driveDocuments(machine)
    .filter(({ at, content }) => at !== 'floppy' || content !== null)
    .map((drive) => [
      drive.at === 'floppy' ? drives.floppy : drives.position(drive.at),
      `${drive.at === 'floppy' ? '' : `${drives.kinds[drive.kind]}: `}${contentText(drive, drives)}`,
    ])
}

function problemText({ name, problem }: Machine, locale: Locale): string {
  return problem === null ? '' : describeError(unusableMachine({ name, problem }), locale)
}

export function addShowCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  vm.command('show')
    .description(texts.help.descriptions.show)
    .argument('<NAME>', texts.help.machineArgument)
    .addHelpText('after', examples(texts, 'vm show lab', 'vm show lab --json'))
    .action(async (name: string, _options: unknown, command: Command) => {
      const { locale, output, ...context } = line.context(command)
      await withHost({ locale, output, ...context }, async ({ client }) => {
        const snapshot = await readSnapshot(client)
        const machine = machineDocument(snapshot, findMachine(snapshot, name))
        const { state, cpu, uptime, operation } = machineCells(machine, texts, locale)
        const resident =
          machine.sample === null ? '' : formatMegabytes(Math.round(machine.sample.resident / bytesPerMegabyte))
        const { details } = texts
        const rows: [string, string][] = [
          [details.name, machine.name],
          [details.state, state],
          ...(machine.problem === null ? [[texts.columns.operations, operation] as [string, string]] : []),
          [details.cpu, cpu],
          [details.uptime, uptime],
          [details.memory, formatMegabytes(machine.memory)],
          [details.resident, resident],
          ...(machine.problem === null ? driveRows(machine, texts) : []),
          ...(machine.problem === null ? settingsRows(machine.settings, texts.settings) : []),
          [details.created, machine.createdAt],
          [details.folder, machine.folder],
          [details.id, machine.id],
          [details.notes, machine.notes],
          [details.problem, problemText(machine, locale)],
          [details.fault, faultText(machine, locale)],
        ]
        output.result(machine, formatDetails(rows.filter(([, value]) => value !== '')))
      })
    })
}
