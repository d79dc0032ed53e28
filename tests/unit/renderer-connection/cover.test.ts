import { describe, expect, it } from 'vitest'
import { coverOf, isConnectable } from '#renderer/connection/cover.ts'
import { eventKinds, type HostEvent } from '#shared/event.ts'
import { isPoweredOn, machineStates } from '#shared/machine-state.ts'
import { machine } from './machine.ts'

const fault: HostEvent = {
  id: 7,
  time: '2025-01-01T00:00:00.000Z',
  code: 'ENGINE_CRASHED',
  ...eventKinds.ENGINE_CRASHED,
  machineId: 'm1',
  machineName: 'Lab 1',
  user: 'host',
  facts: { detail: 'out of memory' },
  changes: [],
}

describe('coverOf', () => {
  it('shows nothing over a running machine whose screen is connected', () => {
    expect(coverOf(machine(), 'connected', true)).toEqual({ kind: 'none' })
  })

  it('says that the machine is off, and why where it went off by itself', () => {
    expect(coverOf(machine({ state: 'Off' }), 'idle', true)).toEqual({ kind: 'off', fault: null, undoDisks: false })
    expect(coverOf(machine({ state: 'Off', fault }), 'idle', true)).toEqual({
      kind: 'off',
      fault,
      undoDisks: false,
    })
  })

  it('says that the machine starts, whatever the connection does', () => {
    expect(coverOf(machine({ state: 'Starting' }), 'idle', true)).toEqual({ kind: 'busy', state: 'Starting' })
    expect(coverOf(machine({ state: 'Starting' }), 'lost', true)).toEqual({ kind: 'busy', state: 'Starting' })
  })

  it('says that the machine is saved', () => {
    expect(coverOf(machine({ state: 'Saved' }), 'idle', true)).toEqual({ kind: 'saved' })
  })

  it('says that the machine is paused once its screen is there to be dimmed', () => {
    expect(coverOf(machine({ state: 'Paused' }), 'connected', true)).toEqual({ kind: 'paused', fault: null })
    expect(coverOf(machine({ state: 'Paused' }), 'connecting', true)).toEqual({ kind: 'connecting' })
  })

  it('says why a machine stands still that nobody paused', () => {
    const full: HostEvent = { ...fault, code: 'DISK_FULL', facts: { path: '/m1/disk.vhd' } }
    expect(coverOf(machine({ state: 'Paused', fault: full }), 'connected', true)).toEqual({
      kind: 'paused',
      fault: full,
    })
    const earlier: HostEvent = { ...fault, code: 'GUEST_RESET_BY_FAULT', level: 'Warning', facts: {} }
    expect(coverOf(machine({ state: 'Paused', fault: earlier }), 'connected', true)).toEqual({
      kind: 'paused',
      fault: null,
    })
  })

  it('tells a first connection from a lost one', () => {
    expect(coverOf(machine(), 'connecting', true)).toEqual({ kind: 'connecting' })
    expect(coverOf(machine(), 'idle', true)).toEqual({ kind: 'connecting' })
    expect(coverOf(machine(), 'lost', true)).toEqual({ kind: 'lost' })
  })

  it('takes the end of the connection of a machine that is being turned off for what it is', () => {
    expect(coverOf(machine({ state: 'Stopping' }), 'connected', true)).toEqual({ kind: 'none' })
    expect(coverOf(machine({ state: 'Saving' }), 'lost', true)).toEqual({ kind: 'busy', state: 'Saving' })
    expect(coverOf(machine({ state: 'Stopping' }), 'lost', true)).toEqual({ kind: 'busy', state: 'Stopping' })
  })

  it('says that the machine is gone or cannot be used', () => {
    expect(coverOf(null, 'connected', true)).toEqual({ kind: 'gone' })
    expect(coverOf(null, 'idle', false)).toEqual({ kind: 'loading' })
    const problem = { code: 'CONFIGURATION_CORRUPT', file: '/m1/machine.json', detail: 'not JSON' } as const
    const unusable = machine({ state: 'Off', problem })
    expect(coverOf(unusable, 'idle', true)).toEqual({ kind: 'unusable', machine: unusable })
  })
})

describe('isConnectable', () => {
  it('never asks for the screen of a machine without an engine', () => {
    for (const state of machineStates) {
      if (isConnectable(machine({ state }))) expect(isPoweredOn(state)).toBe(true)
    }
  })

  it('asks for it in the states in which the guest runs or could go on', () => {
    const connectable = machineStates.filter((state) => isConnectable(machine({ state })))
    expect(connectable).toEqual(['Running', 'Pausing', 'Paused', 'Resuming', 'Saving', 'Stopping'])
    expect(isConnectable(null)).toBe(false)
  })
})
