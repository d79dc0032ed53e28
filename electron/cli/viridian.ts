import { printableJson, printableLines } from '#shared/printable.ts'
import { describeFailure, failureFacts, textsFor } from './messages/index.ts'
import { CliError, exitCodeOf, exitCodes, type ExitCode } from './errors.ts'
import { localeOf } from './locale.ts'
import { createProgram, toUsageError } from './program.ts'

/** Runs a command line; resolves with the exit code when all is said. */
async function main(words: readonly string[]): Promise<ExitCode> {
  const locale = localeOf(process.env)
  const texts = textsFor(locale)
  // Before the command line is understood: an error in it is told to programs as well.
  const end = words.indexOf('--')
  const json = words.slice(0, end === -1 ? undefined : end).includes('--json')
  try {
    try {
      await createProgram(locale).parseAsync(words, { from: 'user' })
      return exitCodes.ok
    } catch (error) {
      const usage = toUsageError(error, texts)
      if (usage === null) return exitCodes.ok
      throw usage
    }
  } catch (error) {
    const message = describeFailure(error, locale)
    if (json) process.stdout.write(`${printableJson({ error: { ...failureFacts(error), message } })}\n`)
    else process.stderr.write(`${texts.error} ${printableLines(message)}\n`)
    return exitCodeOf(error)
  }
}

// Whoever reads our output may stop reading (`viridian … | head`); that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok)
  const failure = new CliError('OUTPUT_FAILED', { detail: error.message })
  process.stderr.write(`${textsFor(localeOf(process.env)).error} ${describeFailure(failure, localeOf(process.env))}\n`)
  process.exit(exitCodeOf(failure))
})

const code = await main(process.argv.slice(2))
// A command that has told its result in full may have set one already: a check that has found something, for instance.
if (code !== exitCodes.ok) process.exitCode = code
