import { isRemark, type CheckResult, type DiskFinding } from '#shared/disk.ts'
import type { Job } from '#shared/job.ts'

/** What a check found; null of a job that is no check, or has not come to its end. */
export function checkResultOf({ kind, state, result }: Job): CheckResult | null {
  // The contract leaves a job's result open, and says what it is of a check.
  return kind === 'checkDisk' && state === 'Completed' ? (result as CheckResult) : null
}

const repairable: ReadonlySet<DiskFinding['code']> = new Set([
  'FOOTER_DAMAGED',
  'FOOTER_COPY_DAMAGED',
  'HEADER_CHECKSUM_WRONG',
  'SPACE_LOST',
])
const reconnectable: ReadonlySet<DiskFinding['code']> = new Set(['PARENT_NOT_FOUND', 'PARENT_CHANGED', 'PARENT_CIRCLE'])

export interface CheckReport {
  readonly findings: readonly { readonly finding: DiskFinding; readonly repaired: boolean }[]
  /** What can be done about those that are left. */
  readonly canRepair: boolean
  readonly canReconnect: boolean
  /** Some of those that are left are beyond help. */
  readonly isHopeless: boolean
}

export function reportOf({ findings, repaired }: CheckResult): CheckReport {
  // Whole values that came over a transport: the same finding is not the same object.
  const mended = new Set(repaired.map((finding) => JSON.stringify(finding)))
  const all = findings.map((finding) => ({ finding, repaired: mended.has(JSON.stringify(finding)) }))
  const left = all.filter(({ finding, repaired }) => !repaired && !isRemark(finding)).map(({ finding }) => finding.code)
  return {
    findings: all,
    canRepair: left.some((code) => repairable.has(code)),
    canReconnect: left.some((code) => reconnectable.has(code)),
    isHopeless: left.some((code) => !repairable.has(code) && !reconnectable.has(code)),
  }
}
