import type { HostEvent } from '#shared/event.ts'
import { isPoweredOn, type MachineState } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { criticalPause } from '../machines/critical-pause.ts'
import type { LinkState } from './reconnecting.ts'

/** What lies over the screen or the terminal instead of, or above, what the guest shows. */
export type Cover =
  | { readonly kind: 'none' }
  /** The host has not said yet which machines there are. */
  | { readonly kind: 'loading' }
  /** The machine was deleted. */
  | { readonly kind: 'gone' }
  /** Its configuration has a problem. */
  | { readonly kind: 'unusable'; readonly machine: Machine }
  /** `fault` says why, where the machine went off by itself; `undoDisks`: there are some to be decided about. */
  | { readonly kind: 'off'; readonly fault: HostEvent | null; readonly undoDisks: boolean }
  /** What the guest was doing is kept. */
  | { readonly kind: 'saved' }
  /** The engine is busy and there is nothing to see yet, or no more. */
  | { readonly kind: 'busy'; readonly state: MachineState }
  /** `fault` says why, where nobody paused it. */
  | { readonly kind: 'paused'; readonly fault: HostEvent | null }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'lost' }

/** True where the guest's screen and serial port can be connected to. */
export function isConnectable(machine: Machine | null): boolean {
  if (machine === null || !isPoweredOn(machine.state)) return false
  // The engine's process is being made: its screen comes with Running.
  return machine.state !== 'Starting' && machine.state !== 'Restoring'
}

/** `loaded`: the host has said which machines there are. */
export function coverOf(machine: Machine | null, link: LinkState, loaded: boolean): Cover {
  if (machine === null) return { kind: loaded ? 'gone' : 'loading' }
  if (machine.problem !== null) return { kind: 'unusable', machine }
  if (machine.state === 'Off') {
    return { kind: 'off', fault: machine.fault, undoDisks: machine.undoDisks.present }
  }
  if (machine.state === 'Saved') return { kind: 'saved' }
  if (!isConnectable(machine)) return { kind: 'busy', state: machine.state }
  if (link !== 'connected') {
    if (machine.state === 'Stopping' || machine.state === 'Saving') return { kind: 'busy', state: machine.state }
    return { kind: link === 'lost' ? 'lost' : 'connecting' }
  }
  return machine.state === 'Paused' ? { kind: 'paused', fault: criticalPause(machine) } : { kind: 'none' }
}
