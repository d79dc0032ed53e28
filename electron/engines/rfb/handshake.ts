import type { Conversation } from './message-reader.ts'
import { serverPixelFormat } from './pixel-format.ts'
import { RfbError } from './rfb-error.ts'
import { lengthBefore, serverInit } from './server-messages.ts'
import { answersChallenge, CHALLENGE_BYTES, makeChallenge, type FailureLimit } from './vnc-auth.ts'

/** How a viewer has to prove itself; a password counts up to its eighth character (RFC 6143 section 7.2.2). */
export type RfbSecurity = { readonly kind: 'none' } | { readonly kind: 'vncAuth'; readonly password: string }

export const GREETING = Buffer.from('RFB 003.008\n', 'latin1')

const INVALID = 0
const securityTypes = { none: 1, vncAuth: 2 } as const
const OK = Buffer.from([0, 0, 0, 0])
const FAILED = Buffer.from([0, 0, 0, 1])

type MinorVersion = 3 | 7 | 8

export interface HandshakeOptions {
  readonly security: RfbSecurity
  readonly failures: FailureLimit
  readonly name: string
  readonly screen: { readonly width: number; readonly height: number }
  readonly send: (bytes: Buffer) => void
  /** The viewer is in, and told of a screen of this size. */
  readonly welcome: (viewer: { readonly width: number; readonly height: number }) => void
}

/** RFC 6143 section 7.1 to 7.3, and appendix A for versions 3.3 and 3.7. Sends the greeting itself. */
export function* handshake(options: HandshakeOptions): Conversation {
  options.send(GREETING)
  const version = parseVersion(yield GREETING.length)
  if (options.security.kind === 'vncAuth' && options.failures.blocked) {
    refuseConnection(options, version, 'Too many wrong passwords. Wait a while, then try again.')
  }
  yield* agreeOnSecurity(options, version)
  yield* authenticate(options, version)
  // ClientInit's shared flag: the screen is shared in any case, see RfbServer.
  yield 1
  const { width, height } = options.screen
  options.send(serverInit(width, height, serverPixelFormat, options.name))
  options.welcome({ width, height })
}

/** Versions that were never published count as 3.3, newer ones as 3.8. */
function parseVersion(bytes: Buffer): MinorVersion {
  const match = /^RFB (\d{3})\.(\d{3})\n$/.exec(bytes.toString('latin1'))
  if (match === null) throw new RfbError('this is not a VNC viewer: it did not greet as RFC 6143 says')
  const major = Number(match[1])
  const minor = Number(match[2])
  if (major < 3 || (major === 3 && minor < 3)) throw new RfbError('the viewer speaks an RFB version before 3.3')
  if (major > 3 || minor >= 8) return 8
  return minor === 7 ? 7 : 3
}

function* agreeOnSecurity({ security, send }: HandshakeOptions, version: MinorVersion): Conversation {
  const type = securityTypes[security.kind]
  if (version === 3) {
    send(Buffer.from([0, 0, 0, type]))
    return
  }
  send(Buffer.from([1, type]))
  const chosen = (yield 1).readUInt8(0)
  if (chosen !== type) throw new RfbError(`the viewer chose security type ${chosen}, which was not offered`)
}

function* authenticate({ security, failures, send }: HandshakeOptions, version: MinorVersion): Conversation {
  if (security.kind === 'none') {
    if (version === 8) send(OK)
    return
  }
  const challenge = makeChallenge()
  send(challenge)
  const response = yield CHALLENGE_BYTES
  // Viewers that connected in parallel share the limit, too.
  if (!failures.blocked && answersChallenge(security.password, challenge, response)) {
    failures.succeeded()
    send(OK)
    return
  }
  failures.failed()
  const reason = 'The password is wrong.'
  send(version === 8 ? Buffer.concat([FAILED, lengthBefore(Buffer.from(reason))]) : FAILED)
  throw new RfbError('the viewer gave a wrong password')
}

function refuseConnection({ send }: HandshakeOptions, version: MinorVersion, reason: string): never {
  const none = version === 3 ? Buffer.from([0, 0, 0, INVALID]) : Buffer.from([0])
  send(Buffer.concat([none, lengthBefore(Buffer.from(reason))]))
  throw new RfbError(reason)
}
