import { createHmac, randomBytes } from 'node:crypto'
import { Agent, get, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import * as z from 'zod'
import { ViridianError } from '#shared/errors.ts'
import { protocolVersion } from '#shared/host.ts'
import { hostIdSchema } from '#shared/remote-host.ts'
import { challengePath, hostProofText, pageProofText } from '#shared/page-session.ts'
import { isEqual } from '#electron/host/is-equal.ts'
import { isViridianError } from '#electron/host/unexpected.ts'
import type { RemoteIdentity, RemoteTarget } from '#electron/host/remote-hosts/remote-dialer.ts'
import { limits } from '../limits.ts'

/** What a host tells whoever asks with the id of one of its keys. Later versions go on telling this. */
const challengeSchema = z.object({
  challenge: z.string().max(200),
  proof: z.string().max(200),
  host: z.object({ id: hostIdSchema, name: z.string().max(300), version: z.string().max(100), protocol: z.int() }),
})

/** What a host tells that does not know the key. */
const refusalSchema = z.object({ id: hostIdSchema })

/** A host that has proved that it knows the key, and how the same is proved to it. */
export interface MetHost {
  readonly identity: RemoteIdentity
  /** Of an `Authorization` header. */
  readonly authorization: string
  /** Keeps the connection on which the host has proved itself. */
  readonly agent: Agent
  /** That connection: nobody else has taken the port since. */
  readonly connection: Socket
}

/**
 * Asks whoever listens at the address to prove that it knows the key, which it is not told. Throws `ViridianError`
 * REMOTE_UNREACHABLE, REMOTE_NOT_VIRIDIAN, REMOTE_KEY_REFUSED, REMOTE_OTHER_VERSION, HOST_IS_THIS_ONE.
 */
export async function meetHost({ address, accessKey }: RemoteTarget, ownId: string | null): Promise<MetHost> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    const origin = `http://${address}`
    const nonce = randomBytes(18).toString('base64url')
    const asked = `${origin}${challengePath}?key=${accessKey.id}&nonce=${nonce}`
    const { status, body, connection } = await askHost(asked, agent, address)
    if (status === 401) throw refusalOf(body, address, ownId)
    const answer = challengeSchema.safeParse(body)
    if (status !== 200 || !answer.success) throw new ViridianError('REMOTE_NOT_VIRIDIAN', { address })
    const { challenge, proof, host } = answer.data
    const secret = Buffer.from(accessKey.secret, 'hex')
    const hmac = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
    // Whoever only says that it is the host would learn something it could use from the proof of ours.
    if (!isEqual(proof, hmac(hostProofText(origin, nonce, challenge)))) {
      throw new ViridianError('REMOTE_NOT_VIRIDIAN', { address })
    }
    if (host.id === ownId) throw new ViridianError('HOST_IS_THIS_ONE', { address })
    if (host.protocol !== protocolVersion) {
      const versions = { hostVersion: host.version, hostProtocol: host.protocol, protocol: protocolVersion }
      throw new ViridianError('REMOTE_OTHER_VERSION', { address, ...versions })
    }
    const authorization = `Viridian-Key ${accessKey.id}.${challenge}.${hmac(pageProofText(origin, challenge))}`
    return { identity: { id: host.id, name: host.name }, authorization, agent, connection }
  } catch (error) {
    agent.destroy()
    throw error
  }
}

function refusalOf(body: unknown, address: string, ownId: string | null): ViridianError {
  const refusal = refusalSchema.safeParse(body)
  if (!refusal.success) return new ViridianError('REMOTE_NOT_VIRIDIAN', { address })
  return new ViridianError(refusal.data.id === ownId ? 'HOST_IS_THIS_ONE' : 'REMOTE_KEY_REFUSED', { address })
}

interface Answer {
  readonly status: number
  /** Null for what is no JSON. */
  readonly body: unknown
  readonly connection: Socket
}

function askHost(url: string, agent: Agent, address: string): Promise<Answer> {
  const signal = AbortSignal.timeout(limits.remotePatience)
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(unreachable(error, address, signal))
    const request = get(url, { agent, signal }, (response) => {
      const connection = response.socket
      readBody(response).then((body) => resolve({ status: response.statusCode ?? 0, body, connection }), fail)
    })
    request.on('error', fail)
  })
}

async function readBody(response: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of response) {
    text += String(chunk)
    if (text.length > limits.remoteGreeting) {
      response.destroy()
      return null
    }
  }
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Why a connection could not be made, or ended before it was of use. */
export function unreachable(error: Error, address: string, { aborted }: AbortSignal): ViridianError {
  if (isViridianError(error)) return error
  const { code = '' } = error as NodeJS.ErrnoException
  // What llhttp says of bytes that are no HTTP.
  if (code.startsWith('HPE_')) return new ViridianError('REMOTE_NOT_VIRIDIAN', { address }, { cause: error })
  const seconds = Math.round(limits.remotePatience / 1000)
  const detail = aborted ? `no answer within ${seconds} seconds` : error.message
  return new ViridianError('REMOTE_UNREACHABLE', { address, detail }, { cause: error })
}
