/**
 * What can go wrong between a program and the host of a data folder, before or beside the contract: code -> facts.
 * The sentences are in `messages.ts`.
 */
export interface ServerErrorFacts {
  /** For now a host listens on this computer alone. */
  ADDRESS_NOT_LOOPBACK: { readonly address: string }
  PORT_IN_USE: { readonly address: string; readonly port: number }
  ADDRESS_UNUSABLE: { readonly address: string; readonly port: number; readonly detail: string }
  /** Another process is the host of this data folder. `address` is null while it does not say where it listens. */
  HOST_ALREADY_RUNNING: { readonly home: string; readonly pid: number; readonly address: string | null }
  HOST_NOT_RUNNING: { readonly home: string }
  /** Others than the user could have written the file that says where the host is. */
  HOST_FILE_UNTRUSTED: { readonly path: string; readonly problem: 'NO_FILE' | 'OTHER_OWNER' | 'OPEN_TO_OTHERS' }
  /** The host lives, the connection could not be made. */
  HOST_UNREACHABLE: { readonly address: string; readonly pid: number; readonly detail: string }
  /** The host is of another version, which this program does not understand. */
  PROTOCOL_MISMATCH: { readonly hostVersion: string; readonly hostProtocol: number; readonly protocol: number }
  CONNECTION_LOST: { readonly address: string }
}

export type ServerErrorCode = keyof ServerErrorFacts

export class ServerError<Code extends ServerErrorCode = ServerErrorCode> extends Error {
  override readonly name = 'ServerError'
  readonly code: Code
  readonly facts: ServerErrorFacts[Code]

  constructor(code: Code, facts: ServerErrorFacts[Code], options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options)
    this.code = code
    this.facts = facts
  }
}

export function isServerError(error: unknown): error is ServerError {
  return error instanceof ServerError
}
