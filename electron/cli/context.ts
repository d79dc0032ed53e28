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
  /** The remote host that the command is for, by its name; null for the host of the data folder. */
  readonly host: string | null
}

/** Options of the program that work at every command. */
export interface GlobalOptions {
  readonly home?: string
  readonly host?: string
  readonly json?: boolean
}

/** Throws USAGE. */
export function createContext(command: Command, locale: Locale): Context {
  const { home, host = null, json = false } = command.optsWithGlobals<GlobalOptions>()
  const texts = textsFor(locale)
  // What a script's unset variable leaves; the folder it runs in is not meant.
  if (home === '') throw usageError({ texts }, (usage) => usage.missingOptionValue('--home <DIR>'))
  if (host?.trim() === '') throw usageError({ texts }, (usage) => usage.missingOptionValue('--host <NAME>'))
  return {
    host,
    locale,
    texts,
    output: new Output(json),
    home: home === undefined ? defaultHome() : path.resolve(home),
  }
}

/** For what is done on this computer alone, whatever host there is. Throws USAGE where `--host` is given. */
export function requireNoHost({ host, texts }: Context): void {
  if (host !== null) throw usageError({ texts }, (usage) => usage.notOnHost())
}

/** The error for a command line that was not understood; `say` picks the sentence. */
export function usageError({ texts }: Pick<Context, 'texts'>, say: (usage: UsageTexts) => string): CliError<'USAGE'> {
  return new CliError('USAGE', { detail: say(texts.usage) })
}
