import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import type { Access } from '#electron/host/access.ts'
import { hasSecret, hasSession, isOurHost, isSameOrigin, sessionCookieName } from './guard.ts'
import { readPage } from './pages.ts'
import { acceptedLocale, signInPage } from './sign-in-page.ts'

/** Style attributes and elements are needed by the terminal, which measures its font; nothing else is inline. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

export interface ApplicationOptions {
  readonly access: Access
  /** Folder of the built renderer. */
  readonly pages: string
  /** The port it is served on, known once it listens. */
  readonly port: () => number
}

/** A session for the one-time token, or for the secret itself; null where it is neither. */
function redeem(access: Access, token: string): string | null {
  return access.redeem(access.isSecret(token) ? access.createToken() : token)
}

/** The HTTP side: signs browsers in and serves them the console. Nothing is served without a session. */
export function createApplication({ access, pages, port }: ApplicationOptions): Hono<{ Bindings: HttpBindings }> {
  const application = new Hono<{ Bindings: HttpBindings }>()

  application.use(async (context, next) => {
    for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value)
    const { method, headers } = context.env.incoming
    if (!isOurHost(headers.host, port())) return context.text('This host is not known by that name.\n', 421)
    if (method !== 'GET' && method !== 'HEAD') {
      if (headers.origin !== undefined && !isSameOrigin(headers.origin, headers.host)) {
        return context.text('Requests from other pages are refused.\n', 403)
      }
      context.header('Allow', 'GET, HEAD')
      return context.text('Only GET and HEAD are served here.\n', 405)
    }
    return next()
  })

  application.get('*', async (context) => {
    const { headers, method } = context.env.incoming
    const token = context.req.path === '/' ? context.req.query('token') : undefined
    if (token !== undefined && method === 'GET') {
      const session = redeem(access, token)
      if (session !== null) {
        context.header('Set-Cookie', `${sessionCookieName(port())}=${session}; Path=/; HttpOnly; SameSite=Strict`)
      }
      // Whoever is signed in already may open an old address again, from the history for instance.
      if (session !== null || hasSession(headers, access, port())) {
        context.header('Cache-Control', 'no-store')
        return context.redirect('/', 303)
      }
    }
    if (!hasSession(headers, access, port()) && !hasSecret(headers, access)) {
      context.header('Cache-Control', 'no-store')
      return context.html(signInPage(acceptedLocale(headers['accept-language']), token !== undefined), 401)
    }
    const page = await readPage(pages, context.req.path)
    if (page === null) return context.text('Not found.\n', 404)
    return context.body(page.body, 200, { 'Content-Type': page.type, 'Cache-Control': page.cacheControl })
  })

  return application
}
