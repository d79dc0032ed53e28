import { Command, type Option } from 'commander'
import { CliError } from './errors.ts'
import type { UsageTexts } from './messages/texts.ts'

/**
 * A command that says in the user's language what it does not understand. Commander has a method for each such error, which it
 * does not document; were one called otherwise in another version, the error would be told in Commander's own words.
 */
export class UsageCommand extends Command {
  readonly #usage: UsageTexts

  constructor(name: string | undefined, usage: UsageTexts) {
    super(name)
    this.#usage = usage
  }

  override createCommand(name?: string): UsageCommand {
    return new UsageCommand(name, this.#usage)
  }

  missingArgument(name: string): never {
    throw usageError(this.#usage.missingArgument(name))
  }

  optionMissingArgument({ flags }: Option): never {
    throw usageError(this.#usage.missingOptionValue(flags))
  }

  missingMandatoryOptionValue({ flags }: Option): never {
    throw usageError(this.#usage.missingOption(flags))
  }

  unknownOption(flag: string): never {
    throw usageError(this.#usage.unknownOption(flag))
  }

  unknownCommand(): never {
    throw usageError(this.#usage.unknownCommand(this.args[0] ?? ''))
  }

  _excessArguments(): never {
    throw usageError(this.#usage.tooManyArguments())
  }
}

function usageError(detail: string): CliError<'USAGE'> {
  return new CliError('USAGE', { detail })
}
