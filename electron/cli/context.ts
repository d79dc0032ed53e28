import path from 'node:path'
import type { Command } from 'commander'
import type { Locale } from '#shared/messages/index.ts'
import { defaultHome } from '#electron/host/home.ts'
import { CliError } from './errors.ts'
import { textsFor } from './messages/index.ts'
import type { CliTexts, UsageTexts } from './messages/texts.ts'
import { Output } from './output.ts'

/** What every command is given. */
export interface Context {
  readonly locale: Locale
  readonly texts: CliTexts
  readonly output: Output
  /** The data folder, absolute. */
  readonly home: string
}

/** Options of the program that work at every command. */
export interface GlobalOptions {
  readonly home?: string
  readonly json?: boolean
}

/** Throws USAGE. */
export function createContext(command: Command, locale: Locale): Context {
  const { home, json = false } = command.optsWithGlobals<GlobalOptions>()
  const texts = textsFor(locale)
  // What a script's unset variable leaves; the folder it runs in is not meant.
  if (home === '') throw usageError({ texts }, (usage) => usage.missingOptionValue('--home <DIR>'))
  return {
    locale,
    texts,
    output: new Output(json),
    home: home === undefined ? defaultHome() : path.resolve(home),
  }
}

/** The error for a command line that was not understood; `say` picks the sentence. */
export function usageError({ texts }: Pick<Context, 'texts'>, say: (usage: UsageTexts) => string): CliError<'USAGE'> {
  return new CliError('USAGE', { detail: say(texts.usage) })
}
