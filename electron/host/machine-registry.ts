import { ViridianError } from '#shared/errors.ts'
import type { Change } from '#shared/host.ts'
import { unknownHardware } from '#shared/hardware.ts'
import { unusableMachine } from '#shared/machine-problem.ts'
import { newMachine, type Machine } from '#shared/machine.ts'
import { describeConfiguration, type MachineConfiguration } from './machine-configuration.ts'
import { MachineNames } from './machine-names.ts'
import type { UnusableMachine } from './stored-machine.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** The machines of a host by id, and those that cannot be used. What it tells of them it tells everybody. */
export class MachineRegistry {
  readonly names = new MachineNames(() => this.#named())
  readonly #publish: (change: Change) => void
  readonly #machines = new Map<string, VirtualMachine>()
  readonly #unusable = new Map<string, UnusableMachine>()
  #closing = false

  constructor(publish: (change: Change) => void) {
    this.#publish = publish
  }

  add(machine: VirtualMachine): void {
    this.#machines.set(machine.id, machine)
  }

  addUnusable(machine: UnusableMachine): void {
    this.#unusable.set(machine.id, machine)
    this.#publish({ type: 'machine', machine: show(machine) })
  }

  /** One that is no longer a machine of this host. */
  remove(id: string): void {
    this.#machines.delete(id)
    this.#unusable.delete(id)
    this.#publish({ type: 'machineRemoved', machineId: id })
  }

  /** Nobody finds the machine from now on; that it is gone is told when what it is still at has come to its end. */
  async letGo(machine: VirtualMachine): Promise<void> {
    this.#machines.delete(machine.id)
    await machine.turnOffWithHost()
    this.#publish({ type: 'machineRemoved', machineId: machine.id })
  }

  /** Tells what the machine is now; nothing where it is no more. */
  announce(id: string): void {
    const machine = this.#machines.get(id)
    if (machine !== undefined) this.#publish({ type: 'machine', machine: machine.value })
  }

  /** Those that can be used, in the order of `list`. */
  get machines(): VirtualMachine[] {
    return [...this.#machines.values()]
  }

  /** Those that cannot be used. */
  get unusable(): UnusableMachine[] {
    return [...this.#unusable.values()]
  }

  /** Throws MACHINE_NOT_FOUND and MACHINE_UNUSABLE. */
  machine(id: string): VirtualMachine {
    const machine = this.#machines.get(id)
    if (machine !== undefined) return machine
    const unusable = this.#unusable.get(id)
    if (unusable === undefined) throw new ViridianError('MACHINE_NOT_FOUND', { name: id })
    throw unusableMachine(unusable)
  }

  /** Null where there is none of this id that cannot be used. */
  findUnusable(id: string): UnusableMachine | null {
    return this.#unusable.get(id) ?? null
  }

  /** Throws MACHINE_NOT_FOUND. */
  describe(id: string): Machine {
    const unusable = this.#unusable.get(id)
    return unusable === undefined ? this.machine(id).value : show(unusable)
  }

  list(): Machine[] {
    return [...this.machines.map((machine) => machine.value), ...this.unusable.map(show)]
  }

  /** Of all machines, usable or not. */
  folders(): string[] {
    return [...this.machines, ...this.unusable].map(({ folder }) => folder)
  }

  /** Those that are left alone need their disks, too. */
  configurations(): MachineConfiguration[] {
    return [...this.machines, ...this.unusable].flatMap(({ configuration }) => configuration ?? [])
  }

  /** Throws INTERNAL where no new work is accepted. */
  requireOpen(): void {
    if (this.#closing) throw new ViridianError('INTERNAL', { detail: 'the host is closing' })
  }

  /** No new work is accepted from now on. */
  close(): void {
    this.#closing = true
  }

  /** Without describing them: a host may have thousands. */
  #named(): Pick<Machine, 'id' | 'name'>[] {
    return [...this.machines, ...this.unusable].map(({ id, name }) => ({ id, name }))
  }
}

/** A machine that cannot be used, as the consoles list it: what is unknown is empty or zero. */
function show({ id, name, folder, createdAt, problem, configuration }: UnusableMachine): Machine {
  const known =
    configuration === null
      ? { notes: '', engine: '', ...unknownHardware, ...newMachine }
      : { ...newMachine, ...describeConfiguration(configuration) }
  return { ...known, id, name, state: 'Off', folder, createdAt, problem, fault: null }
}
