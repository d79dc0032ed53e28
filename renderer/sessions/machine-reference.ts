import { ownHostId } from './host-session.ts'

/** A machine, wherever it is. */
export interface MachineReference {
  readonly hostId: string
  readonly machineId: string
}

/** One word for it: of tabs, of what is remembered. */
export function referenceText({ hostId, machineId }: MachineReference): string {
  return `${hostId}/${machineId}`
}

/** What `referenceText` has made; without a host it is the own host's, as pages remembered it that knew one host. */
export function parseReference(text: string): MachineReference {
  const slash = text.indexOf('/')
  return slash === -1
    ? { hostId: ownHostId, machineId: text }
    : { hostId: text.slice(0, slash), machineId: text.slice(slash + 1) }
}
