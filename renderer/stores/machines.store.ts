import { computed, shallowReactive, shallowRef } from 'vue'
import type { WatchMessage } from '#shared/host.ts'
import type { Job } from '#shared/job.ts'
import { isPoweredOn, type MachineCommand } from '#shared/machine-state.ts'
import { asKnownError } from '#shared/messages/index.ts'
import {
  cpuHistoryLength,
  type ConfigureMachine,
  type CreateMachine,
  type Machine,
  type MachineSample,
} from '#shared/machine.ts'
import { defineHostStore } from '../sessions/host-store.ts'
import { useHostStore } from './host.store.ts'
import { useNoticesStore } from './notices.store.ts'
import { shownMachine } from './shown.ts'

const noSamples: readonly MachineSample[] = []

/** A command that needs nothing but the machine it is given to. */
export type PlainCommand = Exclude<MachineCommand, 'shutDown' | 'takeSnapshot' | 'applySnapshot' | 'deleteSnapshot'>

/** A PNG in base64; pixels. */
export interface ScreenImage {
  readonly png: string
  readonly width: number
  readonly height: number
}

/** The host's machines with their measurements, and the commands to them. Only messages of the watch change machines. */
export const useMachinesStore = defineHostStore('machines', (session) => {
  const host = useHostStore(session)
  const notices = useNoticesStore()

  // What shows one machine, or its samples, is made anew by that one alone.
  const byId = shallowRef(shallowReactive(new Map<string, Machine>()))
  const samplesById = shallowRef(shallowReactive(new Map<string, readonly MachineSample[]>()))

  const all = computed(() => [...byId.value.values()])

  host.onMessage((message: WatchMessage) => {
    if (message.type === 'snapshot') {
      const { machines, metrics } = message.snapshot
      const measured = metrics.filter(({ samples: some }) => some.length > 0)
      byId.value = shallowReactive(new Map(machines.map((machine) => [machine.id, shownMachine(machine)])))
      samplesById.value = shallowReactive(new Map(measured.map(({ machineId, samples: some }) => [machineId, some])))
      return
    }
    const { change } = message
    if (change.type === 'machine') {
      byId.value.set(change.machine.id, shownMachine(change.machine))
      // An off machine has no measurements; the next start begins a new history.
      if (!isPoweredOn(change.machine.state)) samplesById.value.delete(change.machine.id)
    } else if (change.type === 'machineRemoved') {
      byId.value.delete(change.machineId)
      samplesById.value.delete(change.machineId)
    } else if (change.type === 'samples') {
      for (const { machineId, sample } of change.samples) {
        samplesById.value.set(machineId, [...samples(machineId), sample].slice(-cpuHistoryLength))
      }
    }
  })

  function find(id: string): Machine | null {
    return byId.value.get(id) ?? null
  }

  /** Oldest first, at most `cpuHistoryLength`; empty while the machine is off. */
  function samples(id: string): readonly MachineSample[] {
    return samplesById.value.get(id) ?? noSamples
  }

  /** The newest measurement; null while the machine is off and in its first second. */
  function latestSample(id: string): MachineSample | null {
    return samples(id).at(-1) ?? null
  }

  /** Rejects with what the host answers. */
  async function give(command: PlainCommand, id: string): Promise<void> {
    await host.call((client) => client.machines[command]({ id }))
  }

  /** Gives a machine a command. Resolves to whether it was carried out; a refusal or failure is shown to the user. */
  function command(command: PlainCommand, id: string): Promise<boolean> {
    return notices.attempt(
      { kind: command, machine: find(id)?.name ?? null },
      () => give(command, id),
      (error) =>
        asKnownError(error)?.code === 'STATE_UNUSABLE'
          ? { kind: 'startAnew', carryOut: () => void startAnew(id) }
          : null,
    )
  }

  /** Its operating system starts anew; what the guest had not saved is lost. */
  async function startAnew(id: string): Promise<void> {
    if (await command('deleteSavedState', id)) await command('start', id)
  }

  /**
   * Has the guest shut down. Resolves with the job when the machine is off, or the host waits no longer. Rejects with what
   * the host answers.
   */
  async function shutDown(id: string): Promise<Job> {
    const { jobId } = await host.call((client) => client.machines.shutDown({ id }))
    return host.call((client) => client.jobs.wait({ id: jobId }))
  }

  /** Presses Ctrl+Alt+Delete in the guest; a failure is shown to the user. */
  async function secureAttention(id: string): Promise<void> {
    await notices.attempt({ kind: 'secureAttention', machine: find(id)?.name ?? null }, () =>
      host.call((client) => client.machines.secureAttention({ id })),
    )
  }

  /** Rejects with what the host answers, so that the wizard shows it at the field it concerns. */
  function create(options: CreateMachine): Promise<Machine> {
    return host.call((client) => client.machines.create(options))
  }

  /** Changes name, notes, memory and automatic actions. Rejects with what the host answers, so that it is shown at its field. */
  async function configure(id: string, changes: ConfigureMachine): Promise<void> {
    await host.call((client) => client.machines.configure({ id, ...changes }))
  }

  /** Types text on the guest's keyboard. Rejects with what the host answers, so that it is shown beside the text. */
  async function type(id: string, text: string): Promise<void> {
    await host.call((client) => client.machines.type({ id, text }))
  }

  /** Rejects with what the host answers, so that it is shown on the page it was chosen on. */
  async function setUndoDisks(id: string, wanted: Pick<Machine['undoDisks'], 'enabled' | 'whenOff'>): Promise<void> {
    await host.call((client) => client.machines.setUndoDisks({ id, enabled: wanted.enabled, whenOff: wanted.whenOff }))
  }

  /** The guest's screen, of a saved machine as it was. Rejects while the machine is off. */
  function screenImage(id: string): Promise<ScreenImage> {
    return host.call((client) => client.machines.screenImage({ id }))
  }

  return {
    ...{ all, find, samples, latestSample },
    ...{ give, command, shutDown, configure, setUndoDisks, secureAttention, type, create, screenImage },
  }
})
