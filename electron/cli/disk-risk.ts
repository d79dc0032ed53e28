import { asDiskError } from '#electron/disks/disk-error.ts'
import type { RiskOptions } from '#electron/disks/tools/risk.ts'
import { diskRisks, isDiskRisk, type DiskRisk } from '#shared/disk-error.ts'
import { riskOf, type Consent } from '#shared/disk-risk.ts'
import { canAsk, confirm } from './confirm.ts'
import type { Context } from './context.ts'
import type { DiskTexts } from './messages/disk-texts.ts'
import { describeFailure } from './messages/index.ts'

/**
 * Does work on a disk, or has a host do it, that may break something: what it is refused for is asked about on a
 * terminal, where the user has not said `--force`. Rejects with the refusal where nobody is there to answer.
 */
export async function askingAboutRisks<Result>(
  context: Context,
  texts: DiskTexts,
  force: boolean,
  work: (options: RiskOptions) => Promise<Result>,
): Promise<Result> {
  const accept = new Set<DiskRisk>(force ? diskRisks : [])
  for (;;) {
    try {
      return await work({ accept: [...accept] })
    } catch (error) {
      const risk = riskIn(error)
      if (risk === null || accept.has(risk) || !canAsk(context)) throw error
      await confirm(context, `${describeFailure(error, context.locale)}\n${texts.allTheSame}`)
      accept.add(risk)
    }
  }
}

function riskIn(error: unknown): DiskRisk | null {
  const code = asDiskError(error)?.code
  return isDiskRisk(code) ? code : riskOf(error)
}

/** As a host is told of it. */
export function forceOf({ accept = [] }: RiskOptions): Consent {
  return accept.length > 0 ? { force: true } : {}
}
