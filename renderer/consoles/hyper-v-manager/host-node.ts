import type { HostSession } from '../../sessions/host-session.ts'
import type { ConsoleNode } from '../../shell/console-node.ts'

/** A host in the tree. */
export interface HostNode extends ConsoleNode {
  readonly session: HostSession
}
