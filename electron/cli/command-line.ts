import type { Command } from 'commander'
import type { Locale } from '#shared/messages/index.ts'
import type { Context } from './context.ts'
import type { CliTexts } from './messages/texts.ts'

/** Lets a command's file say what it does with the context; the program sees to the rest. */
export interface CommandLine {
  readonly locale: Locale
  readonly texts: CliTexts
  /** Makes a context from the options that stand on the command line. */
  context(command: Command): Context
}

/** Examples below a command's help. */
export function examples({ help }: CliTexts, ...lines: string[]): string {
  return `\n${help.examples}\n${lines.map((line) => `  npx viridian ${line}`).join('\n')}`
}
