import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import type { MachineCommand } from '#shared/machine-state.ts'
import { underWayUntil } from '../../shell/action.ts'

/** What can be asked of several machines at once. */
export const bulkCommands = [
  'start',
  'turnOff',
  'shutDown',
  'save',
  'pause',
  'resume',
  'reset',
  'takeSnapshot',
  'delete',
] as const satisfies readonly MachineCommand[]
export type BulkCommand = (typeof bulkCommands)[number]

export interface Refusal {
  readonly machineId: string
  /** As it was called when it was asked. */
  readonly name: string
  /** As thrown, so that it is described in the language of the moment it is read. */
  readonly error: unknown
}

/** A command given to several machines, as far as it has come. */
export interface BulkRun {
  readonly id: number
  readonly command: BulkCommand
  readonly count: number
  done: number
  refusals: readonly Refusal[]
  /** `brief` for as long as there may be nothing to show. */
  stage: 'brief' | 'shown' | 'hidden' | 'over'
  /** Those whose turn has not come are left alone. */
  isCancelled: boolean
}

export interface BulkOrder {
  readonly command: BulkCommand
  readonly machines: readonly { readonly id: string; readonly name: string }[]
  /** Rejects with what the host answers. */
  readonly work: (machineId: string) => Promise<unknown>
}

/** Whose progress is worth being shown takes longer, milliseconds. */
const patience = 700

/** Machines that are worked on at once: most commands keep a host busy, and shutting down is mostly waiting for guests. */
const usuallyAtOnce = 8
const atOnce: Partial<Record<BulkCommand, number>> = { shutDown: 64 }

/** Commands to several machines: under way, or ended with refusals that are to be read. */
export const useBulkRunsStore = defineStore('bulkRuns', () => {
  const runs = shallowRef<readonly BulkRun[]>([])
  let lastId = 0

  /** Gives the command to each machine, a few at a time. Resolves when that is over; refusals are shown to the user. */
  async function carryOut({ command, machines, work }: BulkOrder): Promise<void> {
    const run: BulkRun = shallowReactive({
      ...{ id: (lastId += 1), command, count: machines.length, done: 0 },
      ...{ refusals: [], stage: 'brief', isCancelled: false },
    })
    runs.value = [...runs.value, run]
    const timer = setTimeout(() => (run.stage = 'shown'), patience)
    const turns = machines.map((machine) => ({ machine, end: underWayUntil(command, machine.id) })).values()
    const inTurns = async () => {
      for (const { machine, end } of turns) {
        try {
          if (!run.isCancelled) await attempt(run, machine, work)
        } finally {
          end()
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce[command] ?? usuallyAtOnce }, inTurns))
    clearTimeout(timer)
    run.stage = 'over'
    if (run.refusals.length === 0) dismiss(run)
  }

  async function attempt(run: BulkRun, { id, name }: BulkOrder['machines'][number], work: BulkOrder['work']) {
    try {
      await work(id)
    } catch (error) {
      run.refusals = [...run.refusals, { machineId: id, name, error }]
    }
    run.done += 1
  }

  /** Whose turn has come is brought to its end. */
  function cancel(run: BulkRun): void {
    run.isCancelled = true
    run.stage = 'hidden'
  }

  function dismiss(run: BulkRun): void {
    runs.value = runs.value.filter((each) => each !== run)
  }

  return { runs, carryOut, cancel, dismiss }
})
