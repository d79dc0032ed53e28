import path from 'node:path'
import type { MachineProblem } from '#shared/machine.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import { configurationFile } from './transfer/package-manifest.ts'

/** A folder of the store that holds a machine. `folder` is absolute. */
export interface StoredMachine {
  readonly folder: string
  readonly configuration: MachineConfiguration
}

/** A folder whose configuration cannot be used; it is never written to. */
export interface UnusableMachine {
  readonly folder: string
  /** Null where it cannot be read. */
  readonly configuration: MachineConfiguration | null
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
  return !isUnusable(machine)
}

export function isUnusable(machine: StoredMachine | UnusableMachine): machine is UnusableMachine {
  return 'problem' in machine
}

/** A machine whose configuration can be read, and whose engine is not here. */
export function withoutEngine({ folder, configuration }: StoredMachine): UnusableMachine {
  const { id, name, engine, createdAt } = configuration
  const problem = { code: 'ENGINE_UNKNOWN' as const, file: path.join(folder, configurationFile), detail: engine }
  return { folder, configuration, id, name, createdAt, problem }
}
