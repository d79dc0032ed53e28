import { hasEnded } from '#shared/job.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import type { Host } from '#electron/host/host.ts'

/** Tells when a host has not been needed for a while: no machine on, no job at work and no client connected. */
export class IdleTimer {
  readonly #milliseconds: number
  readonly #onIdle: () => void
  readonly #on = new Set<string>()
  #clients = 0
  #stopped = false
  #timer: NodeJS.Timeout | undefined

  constructor(milliseconds: number, onIdle: () => void) {
    this.#milliseconds = milliseconds
    this.#onIdle = onIdle
    this.#changed()
  }

  setClients(count: number): void {
    this.#clients = count
    this.#changed()
  }

  /** A machine that is on or not, or a job that is at work or not. */
  setWork(id: string, on: boolean): void {
    if (on) this.#on.add(id)
    else this.#on.delete(id)
    this.#changed()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #changed(): void {
    if (this.#stopped) return
    const needed = this.#clients > 0 || this.#on.size > 0
    if (needed) {
      clearTimeout(this.#timer)
      this.#timer = undefined
    } else {
      this.#timer ??= setTimeout(this.#onIdle, this.#milliseconds)
    }
  }
}

/** Tells the timer of the host's machines and jobs until the host closes. */
export async function followWork(host: Pick<Host, 'watch'>, timer: IdleTimer): Promise<void> {
  const { signal } = new AbortController()
  let open = true
  // A watch that fell behind ends and is begun again; of a closed host it ends without a word.
  while (open) {
    open = false
    for await (const message of host.watch(signal)) {
      open = true
      if (message.type === 'snapshot') {
        for (const { id, state } of message.snapshot.machines) timer.setWork(id, isPoweredOn(state))
        for (const job of message.snapshot.jobs) timer.setWork(job.id, !hasEnded(job))
      } else if (message.change.type === 'machine') {
        timer.setWork(message.change.machine.id, isPoweredOn(message.change.machine.state))
      } else if (message.change.type === 'machineRemoved') {
        timer.setWork(message.change.machineId, false)
      } else if (message.change.type === 'job') {
        timer.setWork(message.change.job.id, !hasEnded(message.change.job))
      }
    }
  }
}
