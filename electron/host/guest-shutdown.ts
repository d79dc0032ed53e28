import { askToShutDown } from '#electron/guest/guest-agent.ts'
import { ViridianError } from '#shared/errors.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import type { EventLog } from './event-log.ts'
import type { GuestTalks } from './guest-talks.ts'
import type { JobRegistry } from './jobs/job-registry.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** Milliseconds an agent has to answer in; the power button is pressed then. */
const longestForAgent = 5000
/** Milliseconds between two words on how much of the time is up. */
const tellEvery = 1000

/** How a guest was asked. */
export type ShutDownMeans = 'agent' | 'powerButton'

export interface ShutDownOptions {
  readonly talks: GuestTalks
  /** How long the guest may take. */
  readonly seconds: number
  /** Ends the waiting; what the guest was asked stays asked. */
  readonly signal: AbortSignal
  /** Told when the guest was asked. */
  readonly asked: (means: ShutDownMeans) => void
  /** Told how much of the time is up, from 0 to 1. */
  readonly progress?: (fraction: number) => void
  readonly agentPatience?: number
}

/**
 * Has the guest shut itself down: its guest agent is asked, and where none answers the power button is pressed. Resolves
 * when the machine is off. Throws STATE_CONFLICT, GUEST_NOT_LISTENING at once where it hears neither, GUEST_STILL_ON when
 * the time is up, and the signal's reason.
 */
export async function shutDownGuest(
  machine: VirtualMachine,
  { talks, seconds, signal, asked, progress = () => undefined, agentPatience = longestForAgent }: ShutDownOptions,
): Promise<void> {
  machine.requireFor('shutDown')
  const { name } = machine
  const off = machine.over.then(() => true)
  const waiting = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)])
  const late = new Promise<boolean>((resolve) => waiting.addEventListener('abort', () => resolve(false)))
  const begun = performance.now()
  const telling = setInterval(() => progress(Math.min(1, (performance.now() - begun) / 1000 / seconds)), tellEvery)
  const asking = askGuest(machine, talks, waiting, agentPatience).then((means) => {
    if (means === null) throw new ViridianError('GUEST_NOT_LISTENING', { name })
    asked(means)
  })
  try {
    if (await Promise.race([off, late, asking.then(() => late)])) {
      await asking.catch(() => undefined)
      // Somebody may have saved it meanwhile.
      if (machine.state !== 'Off') machine.requireFor('shutDown')
      return
    }
  } finally {
    clearInterval(telling)
  }
  signal.throwIfAborted()
  if (isPoweredOn(machine.state)) throw new ViridianError('GUEST_STILL_ON', { name, seconds })
}

/** Resolves with how; null where the guest hears neither. */
async function askGuest(
  machine: VirtualMachine,
  talks: GuestTalks,
  signal: AbortSignal,
  patience: number,
): Promise<ShutDownMeans | null> {
  try {
    await talks.finish(machine, patience, signal, askToShutDown)
    return 'agent'
  } catch {
    signal.throwIfAborted()
  }
  return (await machine.connect((on) => on.pressPowerButton())) ? 'powerButton' : null
}

/** Lets guests shut down for users: a job for each machine, and one only however often it is asked for. */
export class GuestShutdowns {
  readonly #jobs: Pick<JobRegistry, 'carryOut'>
  readonly #events: EventLog
  readonly #talks: GuestTalks
  readonly #underWay = new Map<string, string>()

  constructor(jobs: Pick<JobRegistry, 'carryOut'>, events: EventLog, talks: GuestTalks) {
    this.#jobs = jobs
    this.#events = events
    this.#talks = talks
  }

  /** The id of the job that has begun, or is under way. Throws STATE_CONFLICT. */
  begin(machine: VirtualMachine, seconds: number): string {
    const { id, name, folder } = machine
    machine.requireFor('shutDown')
    const underWay = this.#underWay.get(id)
    if (underWay !== undefined) return underWay
    const jobId = this.#jobs.carryOut(
      { kind: 'shutDown', path: folder, machine: { id, name }, files: [] },
      async (control) => {
        const asked = (means: ShutDownMeans) => this.#events.add('GUEST_ASKED_TO_SHUT_DOWN', machine, { means })
        await shutDownGuest(machine, { talks: this.#talks, seconds, asked, ...control }).finally(() =>
          this.#underWay.delete(id),
        )
      },
    )
    this.#underWay.set(id, jobId)
    return jobId
  }
}
