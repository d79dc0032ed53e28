import { createInterface } from 'node:readline/promises'
import type { Context } from './context.ts'
import { CliError } from './errors.ts'

/** Whether somebody is there to answer. */
export function canAsk({ output }: Pick<Context, 'output'>): boolean {
  return !output.json && process.stdin.isTTY && process.stderr.isTTY
}

/** Asks on a terminal; without one nobody is there to answer. Throws CANCELLED. */
export async function confirm({ texts, output }: Context, question: string): Promise<void> {
  if (!canAsk({ output })) return
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(question)
    if (!texts.yes.test(answer)) throw new CliError('CANCELLED', {})
  } finally {
    terminal.close()
  }
}
