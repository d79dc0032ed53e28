import { ref } from 'vue'
import type { MachineSnapshot } from '#shared/snapshot.ts'
import { attachmentAt } from '../settings/attachment.ts'
import type { HardwareDraft } from '../settings/use-hardware-draft.ts'

/** The drives a snapshot keeps, for the pages of the settings; `why` says why nothing of them can be changed. */
export function snapshotHardware(snapshot: () => MachineSnapshot, why: () => string): HardwareDraft {
  return {
    at: (position) => attachmentAt(snapshot(), position),
    edit: () => undefined,
    whyNot: why,
    refusals: ref({}),
  }
}
