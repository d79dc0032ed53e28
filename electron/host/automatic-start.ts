import { canRun } from '#shared/machine-state.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import { Turns } from './turns.ts'
import { errorText } from './unexpected.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** How many machines start at once: each wants the host's disk and a core for itself. */
const startsAtOnce = 2

/** Says in a machine's folder whether it is to be on again with the next host. Throws STORAGE_FAILED. */
export async function noteWasOn(machine: VirtualMachine, wasOn: boolean): Promise<void> {
  if (machine.configuration.wasOn === wasOn) return
  await machine.change('configure', (now) => Promise.resolve({ ...now, wasOn }))
}

/** Starts machines with their host, each as its settings say. That one does not start keeps no other from it. */
export class AutomaticStart {
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  readonly #turns = new Turns(startsAtOnce)
  readonly #changed: (id: string) => void
  #closed = false

  /** `changed` hears of each machine that waits from now on, or does not any more. */
  constructor(changed: (id: string) => void) {
    this.#changed = changed
  }

  isWaiting(id: string): boolean {
    return this.#waiting.has(id)
  }

  /** To be called once, when the host can start machines. Resolves when it is known which will start. */
  async begin(machines: readonly VirtualMachine[]): Promise<void> {
    for (const machine of machines) {
      try {
        // It stays noted while the machine waits: a host that ends meanwhile leaves the start to the next.
        if (lostItsHost(machine)) await noteWasOn(machine, true)
        if (isDue(machine.configuration)) this.#wait(machine)
        else await noteWasOn(machine, false)
      } catch (error) {
        console.error(`Whether ${machine.name} is to start could not be noted: ${errorText(error)}`)
      }
    }
  }

  /** Somebody has decided otherwise on a machine that may still be waiting. */
  cancel(id: string): void {
    clearTimeout(this.#waiting.get(id))
    if (this.#waiting.delete(id)) this.#changed(id)
  }

  /** What has not been started by then is left to the next host. */
  close(): void {
    this.#closed = true
    for (const id of [...this.#waiting.keys()]) this.cancel(id)
  }

  #wait(machine: VirtualMachine): void {
    const { delay } = machine.configuration.settings.automaticStart
    const start = () => void this.#turns.take(() => this.#start(machine))
    this.#waiting.set(machine.id, setTimeout(start, delay * 1000))
    this.#changed(machine.id)
  }

  async #start(machine: VirtualMachine): Promise<void> {
    if (!this.#waiting.delete(machine.id)) return
    this.#changed(machine.id)
    try {
      if (isDue(machine.configuration) && canRun('start', machine.state)) await machine.start()
    } catch (error) {
      // An event tells of it.
      console.error(`${machine.name} was not started with the host: ${errorText(error)}`)
    }
    if (this.#closed) return
    await noteWasOn(machine, false).catch((error: unknown) => {
      console.error(`That ${machine.name} was started could not be noted: ${errorText(error)}`)
    })
  }
}

function isDue({ settings, wasOn }: MachineConfiguration): boolean {
  const { action } = settings.automaticStart
  return action === 'always' || (action === 'ifRunning' && wasOn)
}

function lostItsHost(machine: VirtualMachine): boolean {
  return machine.value.fault?.code === 'HOST_ENDED'
}
