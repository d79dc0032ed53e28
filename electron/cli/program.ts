import { CommanderError, Option, type Command } from 'commander'
import type { Locale } from '#shared/messages/index.ts'
import { version } from '#shared/version.ts'
import { addDiskCommands } from './commands/disk.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addEventsCommand } from './commands/events.ts'
import { addHostCommands } from './commands/host.ts'
import { addJobCommands } from './commands/job.ts'
import { addServeCommand } from './commands/serve.ts'
import { addTemplateCommands } from './commands/template.ts'
import { addTrashCommands } from './commands/trash.ts'
import { addSnapshotCommands } from './commands/snapshot.ts'
import { addVmCommands } from './commands/vm.ts'
import type { CommandLine } from './command-line.ts'
import { createContext } from './context.ts'
import { CliError } from './errors.ts'
import { textsFor } from './messages/index.ts'
import type { CliTexts } from './messages/texts.ts'
import { UsageCommand } from './usage-command.ts'

/** The usage error for what Commander threw; null where it only showed help or the version. Rethrows all else, usage errors of ours too. */
export function toUsageError(error: unknown, texts: CliTexts): CliError<'USAGE'> | null {
  if (!(error instanceof CommanderError)) throw error
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return null
  const detail = error.code === 'commander.help' ? texts.usage.missingCommand() : error.message
  return new CliError('USAGE', { detail }, { cause: error })
}

/** Help in the user's language, on every command; errors as exceptions, told by whoever runs the program. */
function configure(command: Command, { help }: CliTexts): void {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': help.usage,
    'Arguments:': help.arguments,
    'Options:': help.options,
    'Global Options:': help.globalOptions,
    'Commands:': help.commands,
  }
  command
    .exitOverride()
    .helpOption('-h, --help', help.optionTexts.help)
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => titles[title] ?? title })
    .configureOutput({ outputError: () => undefined })
  for (const child of command.commands) configure(child, { help } as CliTexts)
}

export function createProgram(locale: Locale): Command {
  const texts = textsFor(locale)
  const { help } = texts
  const line: CommandLine = { locale, texts, context: (command) => createContext(command, locale) }
  const program = new UsageCommand('viridian', texts.usage)
    .description(help.program)
    .version(version, '-V, --version', help.optionTexts.version)
    .addOption(new Option('--home <DIR>', help.optionTexts.home))
    .addOption(new Option('--host <NAME>', help.optionTexts.host))
    .addOption(new Option('--json', help.optionTexts.json))
    .addHelpText('after', `\n${help.notes}`)
  addServeCommand(program, line)
  addHostCommands(program, line)
  addVmCommands(program, line)
  addTemplateCommands(program, line)
  addTrashCommands(program, line)
  addSnapshotCommands(program, line)
  addDiskCommands(program, line)
  addJobCommands(program, line)
  addEventsCommand(program, line)
  addDoctorCommand(program, line)
  configure(program, texts)
  return program
}
