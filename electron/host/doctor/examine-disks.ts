import { asDiskError, isDiskError } from '#electron/disks/disk-error.ts'
import { diskFailureFacts } from '#electron/disks/disk-failure.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { checkDisk, isRepairable } from '#electron/disks/tools/check.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { isRemark } from '#shared/disk.ts'
import type { Finding } from '#shared/finding.ts'
import { found } from './found.ts'

/** Disks and all they are based on: whether they open, and whether they are sound as far as nobody is writing to them. */
export async function examineDisks(paths: Iterable<string>, machine: string): Promise<Finding[]> {
  const findings: Finding[] = []
  const seen = new Set<string>()
  for (const path of paths) {
    try {
      for (const { path: layer, parent } of await inspectChain(nodeDiskFiles, path)) {
        if (seen.has(layer)) continue
        seen.add(layer)
        if (parent !== null && parent.problem !== null) {
          findings.push(found('DISK_PARENT_MISSING', { path: layer, parent: parent.name }, machine))
        } else if (!(await isSound(layer))) {
          findings.push(found('DISK_DAMAGED', { path: layer }, machine))
        }
      }
    } catch (error) {
      const disk = asDiskError(error)
      if (disk === null) throw error
      findings.push(found('DISK_UNUSABLE', { path, error: 'DISK_FAILED', ...diskFailureFacts(disk) }, machine))
    }
  }
  return findings
}

/** What the next opening mends by itself is nothing to complain about, nor is that a machine is using its disk. */
async function isSound(path: string): Promise<boolean> {
  try {
    const { findings } = await checkDisk(nodeDiskFiles, path, { repair: false })
    return findings.every((finding) => isRepairable(finding) || isRemark(finding) || finding.code === 'PARENT_DAMAGED')
  } catch (error) {
    if (isDiskError(error, 'IN_USE')) return true
    throw error
  }
}
