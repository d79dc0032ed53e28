import * as z from 'zod'
import { errorFacts, type ErrorCode } from './errors.ts'
import { visibleName } from './printable.ts'

/** Hosts that one host knows; each open page has a connection to each of them. */
export const mostRemoteHosts = 200
/** Access keys that one host knows. */
export const mostAccessKeys = 200

/** What a host is called by, in data folder and contract; it is made once and stays. */
export const hostIdSchema = z.uuid()

/** Of a host, or of whom an access key is for. */
export const accessNameSchema = z
  .string()
  .overwrite(visibleName)
  .trim()
  .min(1)
  .max(100)
  .refine((name) => !/\p{Cc}/u.test(name), { message: 'may not contain control characters' })

/** Another host that this one connects its consoles to. */
export const remoteHostSchema = z.object({
  /** The other host's own, see `HostInfo.id`. */
  id: hostIdSchema,
  /** By which its user calls it. No two hosts have the same, whatever the case of its letters. */
  name: z.string(),
  /** `127.0.0.1:8006` */
  address: z.string(),
  /** ISO 8601, UTC. */
  addedAt: z.iso.datetime(),
})
export type RemoteHost = z.infer<typeof remoteHostSchema>

export const addHostSchema = z.object({
  address: z.string().max(300),
  /** What `accessKeys.create` of the other host has answered. */
  accessKey: z.string().max(300),
  /** The other host's own name where it is left out, with a number behind it where that is taken. */
  name: accessNameSchema.optional(),
})
export type AddHost = z.infer<typeof addHostSchema>

/** What is left out stays as it is. */
export const changeHostSchema = addHostSchema.partial().extend({ id: z.string().max(100) })
export type ChangeHost = z.infer<typeof changeHostSchema>

/** Why there is no connection to a remote host; each is an error of the closed list, with its sentence. */
const problemStates = {
  REMOTE_UNREACHABLE: 'unreachable',
  REMOTE_NOT_VIRIDIAN: 'unreachable',
  REMOTE_KEY_REFUSED: 'notAllowed',
  REMOTE_OTHER_VERSION: 'otherVersion',
  /** The own host does not know it any more. */
  HOST_NOT_FOUND: 'unreachable',
} as const satisfies Partial<Record<ErrorCode, string>>
export type RemoteProblemCode = keyof typeof problemStates
/** What a console shows of a host. */
export type RemoteState = RemoteStatus['state']

const problemOf = <Code extends RemoteProblemCode>(code: Code) =>
  z.object({ code: z.literal(code), facts: errorFacts[code] })

export const remoteProblemSchema = z.discriminatedUnion('code', [
  problemOf('REMOTE_UNREACHABLE'),
  problemOf('REMOTE_NOT_VIRIDIAN'),
  problemOf('REMOTE_KEY_REFUSED'),
  problemOf('REMOTE_OTHER_VERSION'),
  problemOf('HOST_NOT_FOUND'),
])
/** `describeError` has its sentence. */
export type RemoteProblem = z.infer<typeof remoteProblemSchema>

export function isRemoteProblemCode(code: string): code is RemoteProblemCode {
  return Object.hasOwn(problemStates, code)
}

export function remoteStateOf(problem: RemoteProblem): Exclude<RemoteState, 'connected'> {
  return problemStates[problem.code]
}

/**
 * How it stands with a remote host. Also the first message of every connection to its contract that the own host relays,
 * as JSON: a browser cannot read why a WebSocket was refused. After a problem the connection ends.
 */
export const remoteStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connected'), problem: z.null() }),
  z.object({ state: z.enum(['unreachable', 'notAllowed', 'otherVersion']), problem: remoteProblemSchema }),
])
export type RemoteStatus = z.infer<typeof remoteStatusSchema>

const addHostFields: Partial<Record<ErrorCode, keyof AddHost>> = {
  HOST_ADDRESS_INVALID: 'address',
  HOST_ADDRESS_NOT_LOCAL: 'address',
  HOST_IS_THIS_ONE: 'address',
  HOST_IS_ANOTHER: 'address',
  HOST_ALREADY_ADDED: 'address',
  REMOTE_UNREACHABLE: 'address',
  REMOTE_NOT_VIRIDIAN: 'address',
  REMOTE_OTHER_VERSION: 'address',
  ACCESS_KEY_INVALID: 'accessKey',
  REMOTE_KEY_REFUSED: 'accessKey',
  HOST_NAME_TAKEN: 'name',
}

/** Which field of what is asked for to add or change a host an error is about; null where it is about none. */
export function fieldOfAddHost(code: ErrorCode): keyof AddHost | null {
  return addHostFields[code] ?? null
}

/** Where the own host relays a remote host's `path`: its contract, or a channel. */
export function remotePath(hostId: string | null, path: string): string {
  return hostId === null ? path : `/hosts/${encodeURIComponent(hostId)}${path}`
}
