import {
  canRun,
  isPoweredOn,
  machineCommands,
  transitions,
  type MachineCommand,
  type MachineState,
} from '../machine-state.ts'
import type { RefusableCommand } from './messages.ts'

/** What to do where a command is refused in a state. */
export type Remedy = 'nothing' | 'start' | 'turnOff' | 'resume' | 'deleteSavedState' | 'wait'

const settledWithoutSavedState: readonly MachineState[] = ['Off', 'Running', 'Paused']

const neededOff: readonly RefusableCommand[] = ['delete', 'export', 'clone', 'saveAsTemplate']

/** What a guest that stands still has no part in. */
const neededRunning: readonly RefusableCommand[] = ['type', 'takeSnapshot', 'shutDown']

export function remedyFor(command: RefusableCommand, state: MachineState): Remedy {
  if (neededRunning.includes(command) && canRun('resume', state)) return 'resume'
  if (isCommand(command) && transitions[command].to === state) return 'nothing'
  if (command === 'deleteSavedState' && settledWithoutSavedState.includes(state)) return 'nothing'
  if (canRun('deleteSavedState', state) && (endsGuest(command) || needsOff(command))) return 'deleteSavedState'
  if (command === 'changeMedia') return 'wait'
  if (neededOff.includes(command) || needsOff(command)) return canRun('turnOff', state) ? 'turnOff' : 'wait'
  if (command === 'start' && canRun('resume', state)) return 'resume'
  return !isPoweredOn(state) && canRun('start', state) ? 'start' : 'wait'
}

/** What is done to the hardware of a machine that is off. */
function needsOff(command: RefusableCommand): boolean {
  return ['changeDrives', 'changeMemory', 'changeUndoDisks', 'commitUndoDisks', 'discardUndoDisks'].includes(command)
}

function endsGuest(command: RefusableCommand): boolean {
  return command === 'turnOff' || command === 'shutDown'
}

function isCommand(command: RefusableCommand): command is MachineCommand {
  return (machineCommands as readonly string[]).includes(command)
}
