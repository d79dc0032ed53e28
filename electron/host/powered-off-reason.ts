import type { PoweredOffReason } from '#electron/engines/engine.ts'
import type { EventCode, HostEvent } from '#shared/event.ts'

/** What to tell of a machine that went off; null where its user turned it off. */
export function eventOfReason(reason: PoweredOffReason): { code: EventCode; facts: HostEvent['facts'] } | null {
  switch (reason.kind) {
    case 'turnedOff':
      return null
    case 'guest':
      return { code: 'GUEST_POWERED_OFF', facts: {} }
    case 'crashed':
      return { code: 'ENGINE_CRASHED', facts: { detail: reason.detail } }
    case 'hung':
      return { code: 'ENGINE_HUNG', facts: { seconds: reason.seconds } }
    case 'killed':
      return { code: 'ENGINE_KILLED', facts: { signal: reason.signal } }
  }
}

/** In English, for the detail of ENGINE_FAILED: why a machine ended before it was on. */
export function describeReason(reason: PoweredOffReason): string {
  switch (reason.kind) {
    case 'turnedOff':
      return 'its process was ended while it started'
    case 'guest':
      return 'the guest switched itself off while it started'
    case 'crashed':
      return reason.detail
    case 'hung':
      return `its process did not answer for ${reason.seconds} seconds`
    case 'killed':
      return `its process was ended from outside (${reason.signal})`
  }
}
