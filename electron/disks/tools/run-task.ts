import type { CheckResult, CopyResult, DiskTask } from '#shared/disk.ts'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { checkDisk } from './check.ts'
import { compactDisk } from './compact.ts'
import { convertDisk } from './convert.ts'
import { createDifferencing, createDynamic, createFixed } from './create.ts'
import { expandDisk } from './expand.ts'
import { createFloppy } from './floppy.ts'
import { inspectDisk } from './inspect.ts'
import type { JobControl } from './job.ts'
import { mergeIntoParent } from './merge.ts'
import { reconnectDisk } from './reconnect.ts'
import { riskOptions, type RiskOptions } from './risk.ts'
import { formatOf } from './source-format.ts'
import { withSource } from './with-source.ts'

/**
 * Does what a host was asked to do with disks. Resolves with what a check found, and what is to be said of a copy, else with
 * null. `risk` is for who asks about one risk after the other, instead of `force`.
 */
export async function runTask(
  files: DiskFiles,
  task: DiskTask,
  control: JobControl,
  risk: RiskOptions = riskOptions('force' in task ? task.force : false),
): Promise<CheckResult | CopyResult | null> {
  switch (task.kind) {
    case 'checkDisk':
      return checkDisk(files, task.path, { repair: task.repair, ...risk })
    case 'createDisk':
      if (task.type === 'fixed') await createFixed(files, task.path, task.capacity, control)
      else await createDynamic(files, task.path, task.capacity)
      break
    case 'createChildDisk':
      await createDifferencing(files, task.path, task.parent)
      break
    case 'createFloppy':
      await createFloppy(files, task.path, task.capacity)
      break
    case 'compactDisk':
      await compactDisk(files, task.path, control, risk)
      break
    case 'convertDisk':
      return copy(files, task, control)
    case 'expandDisk':
      await expandDisk(files, task.path, task.capacity, control, risk)
      break
    case 'mergeDisk':
      return merge(files, task, control, risk)
    case 'reconnectDisk':
      await reconnectDisk(files, task.path, task.parent, { acceptOther: task.acceptOther, ...risk })
      break
  }
  return null
}

async function copy(
  files: DiskFiles,
  { path: target, source: file, format, backing, raw }: DiskTask & { kind: 'convertDisk' },
  control: JobControl,
): Promise<CopyResult> {
  const sourceFormat = raw === true ? 'raw' : await formatOf(files, file)
  return withSource(files, file, sourceFormat, backing, (source) => convertDisk(files, source, target, format, control))
}

async function merge(
  files: DiskFiles,
  { path: child, into }: DiskTask & { kind: 'mergeDisk' },
  control: JobControl,
  risk: RiskOptions,
): Promise<CopyResult | null> {
  if (into === null) {
    await mergeIntoParent(files, child, { removeChild: true, ...risk }, control)
    return null
  }
  if ((await inspectDisk(files, child)).type !== 'differencing') {
    throw new DiskError('NOT_DIFFERENCING', { path: child })
  }
  return withSource(files, child, 'vhd', [], (source) => convertDisk(files, source, into, 'dynamic', control))
}
