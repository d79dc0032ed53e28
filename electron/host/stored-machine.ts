import type { MachineProblem } from '#shared/machine.ts'
import type { MachineConfiguration } from './machine-configuration.ts'

/** A folder of the store that holds a machine. `folder` is absolute. */
export interface StoredMachine {
  readonly folder: string
  readonly configuration: MachineConfiguration
}

/** A folder whose configuration cannot be used; it is never written to. */
export interface UnusableMachine {
  readonly folder: string
  readonly id: string
  readonly name: string
  readonly createdAt: string
  readonly problem: MachineProblem
}

export interface SaveOptions {
  /** Whether files go afterwards that this configuration no longer names: it may use the room kept for that. */
  readonly frees: boolean
}

export interface StoredMachines {
  readonly usable: readonly StoredMachine[]
  readonly unusable: readonly UnusableMachine[]
}

export function isUsable(machine: StoredMachine | UnusableMachine): machine is StoredMachine {
  return 'configuration' in machine
}

export function isUnusable(machine: StoredMachine | UnusableMachine): machine is UnusableMachine {
  return 'problem' in machine
}
