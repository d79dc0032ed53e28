import path from 'node:path'
import type { DiskFacts, DiskTask } from '#shared/disk.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import type { RiskOptions } from '#electron/disks/tools/risk.ts'
import { runTask } from '#electron/disks/tools/run-task.ts'
import type { HostClient } from '#electron/server/client.ts'
import type { Context } from './context.ts'
import { files } from './disk-files.ts'
import { runJob } from './disk-job.ts'
import { forceOf } from './disk-risk.ts'
import { existingFile, newFile } from './disk-values.ts'
import type { CliErrorFacts } from './errors.ts'
import { followJob } from './host-job.ts'
import { withHost } from './session.ts'

/** Where a command works on disks: in this process, or on the host that `--host` names. */
export interface DiskPlace {
  /** The path of a file that is there. Rejects with a `DiskError` where that is known. */
  existing(name: string): Promise<string>
  /** The path of a file to be made. */
  target(name: string): Promise<string>
  inspect(file: string): Promise<DiskFacts>
  /** Does long work; `left` is what it leaves where it is cancelled. Resolves as `runTask` does. */
  run(task: DiskTask, left: CliErrorFacts['JOB_CANCELLED']['left'], risk?: RiskOptions): Promise<unknown>
}

/** Works on disks where the command line says. */
export async function withDisks(context: Context, work: (disks: DiskPlace) => Promise<void>): Promise<void> {
  if (context.host === null) await work(here(context))
  else await withHost(context, ({ client }) => work(on(context, client)))
}

function here(context: Context): DiskPlace {
  return {
    existing: existingFile,
    target: newFile,
    inspect: (file) => inspectDisk(files, file, { blocks: true }),
    run: (task, left, risk) =>
      isShort(task)
        ? runTask(files, task, unattended, risk)
        : runJob(context, { path: task.path, left }, (control) => runTask(files, task, control, risk)),
  }
}

/** What does not ask whether it was cancelled: the program is simply ended then. */
function isShort({ kind }: DiskTask): boolean {
  return kind === 'checkDisk' || kind === 'reconnectDisk' || kind === 'createChildDisk' || kind === 'createFloppy'
}

function on(context: Context, client: HostClient): DiskPlace {
  const absolute = (name: string) => Promise.resolve(path.resolve(name))
  return {
    existing: absolute,
    target: absolute,
    inspect: async (file) => {
      const [disk] = await client.disks.inspect({ path: file })
      if (disk === undefined) throw new Error(`The host says nothing of ${file}.`)
      return disk
    },
    run: async (task, left, risk = {}) => {
      const { jobId } = await client.disks.run({ ...task, ...forceOf(risk) })
      return await followJob(context, client, jobId, { path: task.path, left })
    },
  }
}
