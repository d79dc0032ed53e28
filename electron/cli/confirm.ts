import { createInterface } from 'node:readline/promises'
import type { Context } from './context.ts'
import { CliError } from './errors.ts'

/** Whether somebody is there to answer. */
export function canAsk({ output }: Pick<Context, 'output'>): boolean {
  return !output.json && process.stdin.isTTY && process.stderr.isTTY
}

/** Asks on a terminal; without one nobody is there to answer. Throws CANCELLED, also where Ctrl+C or Ctrl+D is the answer. */
export async function confirm({ texts, output }: Context, question: string): Promise<void> {
  if (!canAsk({ output })) return
  await ask(question, texts.yes, process.stdin, process.stderr)
}

/** Throws CANCELLED where the answer does not match. The terminal is as it was afterwards. */
export async function ask(
  question: string,
  yes: RegExp,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  const terminal = createInterface({ input, output, terminal: true })
  const left = new AbortController()
  const leave = () => left.abort()
  terminal.once('SIGINT', leave).once('close', leave)
  let answer: string
  try {
    answer = await terminal.question(question, { signal: left.signal })
  } catch (error) {
    if (!left.signal.aborted) throw error
    // What is said next begins a line of its own.
    output.write('\n')
    throw new CliError('CANCELLED', {}, { cause: error })
  } finally {
    terminal.close()
  }
  if (!yes.test(answer)) throw new CliError('CANCELLED', {})
}
