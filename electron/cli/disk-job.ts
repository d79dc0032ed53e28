import type { JobControl } from '#electron/disks/tools/job.ts'
import type { Context } from './context.ts'
import { CliError, type CliErrorFacts } from './errors.ts'

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Does long work on a disk: shows on a terminal how far it is, and cancels it when the user wants the program to end.
 * Cancelled, it rejects with JOB_CANCELLED when the work has cleaned up; work that is done before stays done.
 */
export async function runJob<Result>(
  { output }: Pick<Context, 'output'>,
  cancelled: CliErrorFacts['JOB_CANCELLED'],
  work: (control: JobControl) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController()
  // Also when it comes twice: npx passes on what the terminal has sent to all of its processes already.
  const cancel = () => controller.abort(new CliError('JOB_CANCELLED', cancelled))
  const visible = process.stderr.isTTY && !output.json
  let shown = -1
  const progress = (fraction: number) => {
    const percent = Math.floor(fraction * 100)
    if (!visible || percent === shown) return
    shown = percent
    process.stderr.write(`\r${percent}%`)
  }
  for (const signal of endings) process.on(signal, cancel)
  try {
    return await work({ signal: controller.signal, progress })
  } finally {
    for (const signal of endings) process.off(signal, cancel)
    if (shown >= 0) process.stderr.write('\r\x1b[K')
  }
}
