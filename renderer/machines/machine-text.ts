import type { Component } from 'vue'
import { unusableMachine } from '#shared/machine-problem.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { describeError, type Locale } from '#shared/messages/index.ts'
import { WarningIcon } from '../shell/icons.ts'
import { MachineOffIcon, MachineOnIcon, MachinePausedIcon, MachineSavedIcon } from './icons.ts'

/** Why a machine with a `problem` cannot be used, and what to do; empty for any other. */
export function unusable(machine: Machine, locale: Locale): string {
  const { name, problem } = machine
  return problem === null ? '' : describeError(unusableMachine({ name, problem }), locale)
}

export function machineIcon(machine: Machine): Component {
  if (machine.problem !== null) return WarningIcon
  if (machine.state === 'Paused' || machine.state === 'Pausing') return MachinePausedIcon
  if (machine.state === 'Saved') return MachineSavedIcon
  return isPoweredOn(machine.state) ? MachineOnIcon : MachineOffIcon
}
