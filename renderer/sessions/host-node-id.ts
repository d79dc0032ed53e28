import { ownHostId } from './host-session.ts'

/** The id of a host's node in the tree of a console; the own host's is as pages remembered it that knew one host. */
export function hostNodeId(hostId: string): string {
  return hostId === ownHostId ? 'host' : `host:${hostId}`
}
