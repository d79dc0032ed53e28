import { isDiskError } from '#electron/disks/disk-error.ts'
import { risks, type Risk, type RiskOptions } from '#electron/disks/tools/risk.ts'
import { canAsk, confirm } from './confirm.ts'
import type { Context } from './context.ts'
import type { DiskTexts } from './messages/disk-texts.ts'
import { describeFailure } from './messages/index.ts'

/**
 * Does work on a disk that may break something: what it is refused for is asked about on a terminal, where the user has
 * not said `--force`. Rejects with the refusal where nobody is there to answer.
 */
export async function askingAboutRisks<Result>(
  context: Context,
  texts: DiskTexts,
  force: boolean,
  work: (options: RiskOptions) => Promise<Result>,
): Promise<Result> {
  const accept = new Set<Risk>(force ? risks : [])
  for (;;) {
    try {
      return await work({ accept: [...accept] })
    } catch (error) {
      if (!isDiskError(error, ...risks) || !canAsk(context)) throw error
      await confirm(context, `${describeFailure(error, context.locale)}\n${texts.allTheSame}`)
      accept.add(error.code)
    }
  }
}
