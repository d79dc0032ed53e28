import { canRun, isPoweredOn, transitions, type MachineState } from '../machine-state.ts'
import type { RefusableCommand } from './messages.ts'

/** What to do where a command is refused in a state. */
export type Remedy = 'nothing' | 'start' | 'turnOff' | 'resume' | 'wait'

export function remedyFor(command: RefusableCommand, state: MachineState): Remedy {
  if (command === 'type' && canRun('resume', state)) return 'resume'
  if (command !== 'connect' && command !== 'type' && transitions[command].to === state) return 'nothing'
  if (command === 'delete') return canRun('turnOff', state) ? 'turnOff' : 'wait'
  if (command === 'start' && canRun('resume', state)) return 'resume'
  return !isPoweredOn(state) && canRun('start', state) ? 'start' : 'wait'
}
