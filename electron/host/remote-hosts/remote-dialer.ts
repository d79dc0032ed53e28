import type { AccessKey } from '#shared/access-key.ts'
import { ViridianError } from '#shared/errors.ts'

/** Where a remote host is, and what opens it. */
export interface RemoteTarget {
  /** `127.0.0.1:8006` */
  readonly address: string
  readonly accessKey: AccessKey
}

/** What a host says of itself to whoever knows one of its keys. */
export interface RemoteIdentity {
  readonly id: string
  readonly name: string
}

/** How a host reaches others; whoever composes the host gives it one. */
export interface RemoteDialer {
  /**
   * Meets a host that knows the key. Throws `ViridianError` with a `RemoteProblemCode`, within seconds, and HOST_IS_THIS_ONE
   * where the host with the id `ownId` answers.
   */
  meet(target: RemoteTarget, ownId: string): Promise<RemoteIdentity>
}

/** Of a host that was composed without one. */
export const noDialer: RemoteDialer = {
  meet: ({ address }) =>
    Promise.reject(new ViridianError('REMOTE_UNREACHABLE', { address, detail: 'this host reaches no others' })),
}
