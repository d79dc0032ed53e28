import type { ErrorCode } from '../errors.ts'
import type { EventCode } from '../event.ts'

/** What is said about other hosts, and about the keys that open this one to other consoles. */
export type RemoteErrorCode = Extract<
  ErrorCode,
  | `HOST_${'ADDRESS' | 'IS' | 'ALREADY' | 'NAME' | 'LIMIT' | 'NOT'}${string}`
  | `REMOTE_${string}`
  | `ACCESS_KEY_${string}`
  | 'OWNER_ONLY'
>
export type RemoteEventCode = Extract<
  EventCode,
  'HOST_ADDED' | 'HOST_CHANGED' | 'HOST_REMOVED' | `REMOTE_HOSTS_${string}` | `ACCESS_KEY${string}`
>
