import {
  challengePath,
  hostProofText,
  openConsolePath,
  pageProofText,
  pageProtocol,
  proofProtocol,
  signInPath,
  type Challenge,
  type PageSession,
} from '#shared/page-session.ts'
import { SignedOutError } from './signed-out-error.ts'

const storedAs = 'viridian.session'

/** Milliseconds another page of this browser has to hand over its session. */
const handOverWithin = 300

type Told = { readonly kind: 'wanted' } | { readonly kind: 'session'; readonly session: PageSession }

/**
 * How this page is let in, see `shared/page-session.ts`. The session is kept by the tab, so that loading the page again
 * keeps it signed in, and handed to other pages of this browser under the same address.
 */
export class PageAccess {
  readonly #origin: string
  readonly #channel = new BroadcastChannel(storedAs)
  #session: PageSession | null = readStored()
  /** Who listens here now does not know the session: it is of no use to other pages either. */
  #isUnknown = false
  #begun: Promise<void> | null = null

  constructor(location: Pick<Location, 'origin'>) {
    this.#origin = location.origin
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if (data.kind === 'session') this.#keep(data.session)
      else if (this.#session !== null && !this.#isUnknown) this.#tell({ kind: 'session', session: this.#session })
    })
  }

  /** The subprotocols that open a WebSocket. Rejects with `SignedOutError`, or because the host cannot be reached. */
  async protocols(): Promise<string[]> {
    await (this.#begun ??= this.#begin())
    const session = this.#session
    if (session === null) throw new SignedOutError()
    const nonce = base64url(crypto.getRandomValues(new Uint8Array(18)))
    const query = new URLSearchParams({ session: session.id, nonce })
    const response = await fetch(`${this.#origin}${challengePath}?${query.toString()}`, { cache: 'no-store' })
    this.#isUnknown = response.status === 401
    if (this.#isUnknown) throw new SignedOutError()
    if (!response.ok) throw new Error(`The host answered with the status ${response.status}.`)
    const { challenge, proof } = (await response.json()) as Challenge
    // Whoever listens here now does not know the key: all pages were signed out, or it is another host, or a program that would
    // like to have it.
    this.#isUnknown = !(await isProof(session, hostProofText(this.#origin, nonce, challenge), proof))
    if (this.#isUnknown) throw new SignedOutError()
    const own = await prove(session, pageProofText(this.#origin, challenge))
    return [pageProtocol, proofProtocol(session.id, challenge, own)]
  }

  /** Has the host open its console in its owner's browser, which hands this page its session. False where it has no way to. */
  async openConsole(): Promise<boolean> {
    const response = await fetch(this.#origin + openConsolePath, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    return response.ok || response.status === 429
  }

  async #begin(): Promise<void> {
    const token = takeToken()
    if (token !== null) await this.#redeem(token)
    if (this.#session === null) await this.#askOtherPages()
  }

  async #redeem(token: string): Promise<void> {
    const response = await fetch(this.#origin + signInPath, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    if (!response.ok) return
    const session = (await response.json()) as PageSession
    this.#keep(session)
    this.#tell({ kind: 'session', session })
  }

  async #askOtherPages(): Promise<void> {
    this.#tell({ kind: 'wanted' })
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, handOverWithin)
      this.#channel.addEventListener('message', ({ data }: MessageEvent<Told>) => {
        if (data.kind !== 'session') return
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #tell(told: Told): void {
    this.#channel.postMessage(told)
  }

  #keep(session: PageSession): void {
    this.#session = session
    this.#isUnknown = false
    try {
      sessionStorage.setItem(storedAs, JSON.stringify(session))
    } catch {
      // Loaded again, the page has to be let in again.
    }
  }
}

/** The one-time token in the page's address, which goes from there and from the history. */
function takeToken(): string | null {
  const address = new URL(window.location.href)
  const token = address.searchParams.get('token')
  if (token === null) return null
  address.searchParams.delete('token')
  window.history.replaceState(window.history.state, '', address)
  return token
}

function readStored(): PageSession | null {
  try {
    const { id, key } = JSON.parse(sessionStorage.getItem(storedAs) ?? '') as Partial<PageSession>
    return typeof id === 'string' && typeof key === 'string' ? { id, key } : null
  } catch {
    return null
  }
}

function keyOf({ key }: PageSession): Promise<CryptoKey> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', bytesOf(key), hmac, false, ['sign', 'verify'])
}

async function prove(session: PageSession, text: string): Promise<string> {
  const signature = await crypto.subtle.sign('HMAC', await keyOf(session), new TextEncoder().encode(text))
  return base64url(new Uint8Array(signature))
}

async function isProof(session: PageSession, text: string, proof: string): Promise<boolean> {
  try {
    const key = await keyOf(session)
    return await crypto.subtle.verify('HMAC', key, bytesOf(proof), new TextEncoder().encode(text))
  } catch {
    return false
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
