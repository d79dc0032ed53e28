import type { Command } from 'commander'
import { describeFinding, levelName } from '#shared/messages/index.ts'
import { exitCodes } from '../errors.ts'
import { doctorTextsFor } from '../messages/doctor.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { withHost } from '../session.ts'

export function addDoctorCommand(program: Command, line: CommandLine): void {
  const texts = doctorTextsFor(line.locale)
  program
    .command('doctor')
    .description(texts.description)
    .addHelpText('after', examples(line.texts, 'doctor', 'doctor --json'))
    .action(async (_options: unknown, command: Command) => {
      const context = line.context(command)
      const { locale, output, home, host } = context
      await withHost(context, async ({ client }) => {
        const { findings } = await client.host.examine()
        const complaints = findings.filter(({ level }) => level !== 'Information')
        const lines = findings.map(
          (finding) => `${levelName(finding.level, locale)}: ${describeFinding(finding, locale)}`,
        )
        const healthy = complaints.length === 0
        output.result({ healthy, findings }, [...lines, ...(healthy ? [texts.healthy(host ?? home)] : [])].join('\n'))
        // The result is told already, for people and for programs.
        if (!healthy) process.exitCode = exitCodes.failed
      })
    })
}
