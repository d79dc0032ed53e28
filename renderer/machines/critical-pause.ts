import type { HostEvent } from '#shared/event.ts'
import type { Machine } from '#shared/machine.ts'

/**
 * What made a paused machine stand still by itself, as a full disk does; null where its user paused it. A lesser fault
 * is of an earlier time: that machine was paused afterwards.
 */
export function criticalPause({ state, fault }: Pick<Machine, 'state' | 'fault'>): HostEvent | null {
  return state === 'Paused' && fault?.level === 'Critical' ? fault : null
}
