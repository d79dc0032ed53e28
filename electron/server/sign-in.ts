import type { IncomingMessage } from 'node:http'
import { Hono, type Context } from 'hono'
import type { HttpBindings } from '@hono/node-server'
import { challengePath, openConsolePath, signInPath } from '#shared/page-session.ts'
import type { HostInfo } from '#shared/host.ts'
import type { Access } from '#electron/host/access.ts'
import { isSameOrigin, originOf } from './guard.ts'
import { limits } from './limits.ts'

type Bindings = { Bindings: HttpBindings }

export interface SignInOptions {
  readonly access: Access
  readonly info: () => Pick<HostInfo, 'id' | 'name' | 'version' | 'protocol'>
  /** Opens the console in the browser of the host's owner; false where there is no way to. */
  readonly openConsole: () => Promise<boolean>
}

/**
 * True for a request that a page of ours has made, and no other page can: JSON takes more than a form, and the browser
 * says where it comes from.
 */
function isOfOurPage({ headers }: IncomingMessage): boolean {
  return (
    headers.origin !== undefined &&
    isSameOrigin(headers.origin, headers.host) &&
    (headers['content-type'] ?? '').startsWith('application/json')
  )
}

async function readToken(context: Context<Bindings>): Promise<string | null> {
  const { headers } = context.env.incoming
  if (!(Number(headers['content-length'] ?? Number.NaN) <= limits.signIn)) return null
  try {
    const { token } = await context.req.json<{ token?: unknown }>()
    return typeof token === 'string' ? token : null
  } catch {
    return null
  }
}

/** What a page, or a console with an access key, asks before it may open a WebSocket; see `shared/page-session.ts`. */
export function signInRoutes({ access, info, openConsole }: SignInOptions): Hono<Bindings> {
  const routes = new Hono<Bindings>()
  let lastOpened = Number.NEGATIVE_INFINITY

  routes.use(async (context, next) => {
    context.header('Cache-Control', 'no-store')
    return next()
  })

  routes.post(signInPath, async (context) => {
    const { incoming } = context.env
    if (!isOfOurPage(incoming)) return context.json({}, 403)
    const token = await readToken(context)
    const session = token === null ? null : access.redeem(token, originOf(incoming.headers.host))
    return session === null ? context.json({}, 401) : context.json(session)
  })

  routes.get(challengePath, (context) => {
    const { session = '', key, nonce = '' } = context.req.query()
    const origin = originOf(context.env.incoming.headers.host)
    if (key !== undefined) {
      const { id, name, version, protocol } = info()
      const toConsole = access.keys.challenge(key, origin, nonce)
      if (toConsole === null) return context.json({ id }, 401)
      return context.json({ ...toConsole, host: { id, name, version, protocol } })
    }
    const challenge = access.pages.challenge(session, origin, nonce)
    return challenge === null ? context.json({}, 401) : context.json(challenge)
  })

  // Anybody may ask: what comes of it is seen by the host's owner alone, and not more often than they can bear.
  routes.post(openConsolePath, async (context) => {
    if (!isOfOurPage(context.env.incoming)) return context.json({}, 403)
    if (performance.now() - lastOpened < limits.openConsoleEvery) return context.json({}, 429)
    lastOpened = performance.now()
    return (await openConsole()) ? context.json({}) : context.json({}, 409)
  })

  return routes
}
