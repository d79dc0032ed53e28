/**
 * The one transition table. The host moves machines along it and the consoles enable their commands from it,
 * so what is offered and what is accepted cannot differ.
 */

/** Machine states as Hyper-V names them, with Restoring and Merging as VMRC Plus shows them, and Copying while its files are. */
export const machineStates = [
  'Off',
  'Starting',
  'Running',
  'Pausing',
  'Paused',
  'Resuming',
  'Saving',
  'Saved',
  'Restoring',
  'Stopping',
  'Merging',
  'Copying',
] as const

export type MachineState = (typeof machineStates)[number]

export const machineCommands = [
  'start',
  'save',
  'deleteSavedState',
  'pause',
  'resume',
  'reset',
  'shutDown',
  'turnOff',
  'takeSnapshot',
  'applySnapshot',
  'revert',
  'deleteSnapshot',
  'commitUndoDisks',
  'discardUndoDisks',
  'delete',
] as const

export type MachineCommand = (typeof machineCommands)[number]

/** What is done with copies of a machine, which is as before when it is done. */
export const machineCopies = ['export', 'clone', 'saveAsTemplate'] as const

export type MachineCopy = (typeof machineCopies)[number]

/** Changes of a machine's settings, which `settings-table.ts` says when are accepted. */
export const machineChanges = ['changeDrives', 'changeMedia', 'changeMemory', 'changeUndoDisks', 'configure'] as const

export type MachineChange = (typeof machineChanges)[number]

export interface Transition {
  /** States the command is accepted in. */
  readonly from: readonly MachineState[]
  /** State shown while the engine works; absent where the command is done at once. */
  readonly via?: MachineState
  /** Shown in its place where the command began in the state that is the key. */
  readonly viaFrom?: Readonly<Partial<Record<MachineState, MachineState>>>
  /** State on success; absent where that depends on more, or the machine is gone afterwards, or as before. */
  readonly to?: MachineState
}

export const transitions: Readonly<Record<MachineCommand | MachineCopy, Transition>> = {
  start: { from: ['Off', 'Saved'], via: 'Starting', viaFrom: { Saved: 'Restoring' }, to: 'Running' },
  save: { from: ['Running', 'Paused'], via: 'Saving', to: 'Saved' },
  deleteSavedState: { from: ['Saved'], to: 'Off' },
  pause: { from: ['Running'], via: 'Pausing', to: 'Paused' },
  resume: { from: ['Paused'], via: 'Resuming', to: 'Running' },
  reset: { from: ['Running', 'Paused'], via: 'Stopping', to: 'Running' },
  /** A guest that stands still hears nobody. Meanwhile it runs, and can be used as before. */
  shutDown: { from: ['Running'], to: 'Off' },
  turnOff: {
    from: ['Starting', 'Restoring', 'Running', 'Pausing', 'Paused', 'Resuming', 'Saving'],
    via: 'Stopping',
    to: 'Off',
  },
  /** Of a guest that runs, or none: one that stands still would have to run on for a moment. */
  takeSnapshot: { from: ['Off', 'Saved', 'Running'] },
  /** What is on is turned off first. Then the machine is Saved where the guest ran when the snapshot was taken. */
  applySnapshot: { from: ['Off', 'Saved', 'Running', 'Paused'] },
  revert: { from: ['Off', 'Saved', 'Running', 'Paused'] },
  deleteSnapshot: { from: ['Off', 'Saved', 'Running', 'Paused'] },
  commitUndoDisks: { from: ['Off'], via: 'Merging', to: 'Off' },
  discardUndoDisks: { from: ['Off'], to: 'Off' },
  delete: { from: ['Off', 'Saved'] },
  export: { from: ['Off', 'Saved'], via: 'Copying' },
  clone: { from: ['Off', 'Saved'], via: 'Copying' },
  saveAsTemplate: { from: ['Off', 'Saved'], via: 'Copying' },
}

/** True where the guest exists in an engine: its screen, keyboard and serial port can be reached. */
export function isPoweredOn(state: MachineState): boolean {
  return state !== 'Off' && state !== 'Saved' && state !== 'Merging' && state !== 'Copying'
}

/** State shown while a command works that began in `state`. */
export function stateDuring(command: MachineCommand | MachineCopy, state: MachineState): MachineState | null {
  const { via, viaFrom } = transitions[command]
  return viaFrom?.[state] ?? via ?? null
}

export function canRun(command: MachineCommand | MachineCopy, state: MachineState): boolean {
  return transitions[command].from.includes(state)
}
