import os from 'node:os'

/** Whose doing a call is: the transport knows it, and it goes along with the call. */
export interface Principal {
  /** As events and jobs tell it: of the host's owner, or for whom an access key is. */
  readonly name: string
  /** A program of the host's owner, a page that signed in, a console with an access key, or the host by itself. */
  readonly kind: 'program' | 'page' | 'accessKey' | 'host'
  /** Of an access key. */
  readonly keyId?: string
}

/** The host, where it does something by itself. */
export const hostItself: Principal = { name: 'host', kind: 'host' }

/** The user of the computer whose program the host is. */
export function ownerName(): string {
  try {
    return os.userInfo().username
  } catch {
    // A number that no user has, as containers give.
    return String(process.getuid?.() ?? 'unknown')
  }
}

/** Whoever reaches a host as a program has its owner's secret, and a page a token that was made with it. */
export function ownersPrincipal(kind: 'program' | 'page'): Principal {
  return { name: ownerName(), kind }
}
