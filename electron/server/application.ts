import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { challengePath, openConsolePath, signInPath } from '#shared/page-session.ts'
import { isOurHost, isSameOrigin } from './guard.ts'
import { readPage } from './pages.ts'
import { signInRoutes, type SignInOptions } from './sign-in.ts'

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

const posted: ReadonlySet<string> = new Set([signInPath, openConsolePath])

export interface ApplicationOptions extends SignInOptions {
  /** Folder of the built renderer. */
  readonly pages: string
  /** The port it is served on, known once it listens. */
  readonly port: () => number
}

/**
 * The HTTP side: the console's files, which everybody has who has Viridian, and what signs a page in. What a host knows is
 * told over WebSockets alone.
 */
export function createApplication({ pages, port, ...signIn }: ApplicationOptions): Hono<{ Bindings: HttpBindings }> {
  const application = new Hono<{ Bindings: HttpBindings }>()

  application.use(async (context, next) => {
    for (const [name, value] of Object.entries(securityHeaders)) context.header(name, value)
    const { method, headers } = context.env.incoming
    if (!isOurHost(headers.host, port())) return context.text('This host is not known by that name.\n', 421)
    if (method !== 'GET' && method !== 'HEAD' && !(method === 'POST' && posted.has(context.req.path))) {
      if (headers.origin !== undefined && !isSameOrigin(headers.origin, headers.host)) {
        return context.text('Requests from other pages are refused.\n', 403)
      }
      context.header('Allow', 'GET, HEAD')
      return context.text('Only GET and HEAD are served here.\n', 405)
    }
    return next()
  })

  const routes = signInRoutes(signIn)
  application.all(signInPath, ({ req, env }) => routes.fetch(req.raw, env))
  application.all(openConsolePath, ({ req, env }) => routes.fetch(req.raw, env))
  application.all(challengePath, ({ req, env }) => routes.fetch(req.raw, env))

  application.get('*', async (context) => {
    const page = await readPage(pages, context.req.path)
    if (page === null) return context.text('Not found.\n', 404)
    return context.body(page.body, 200, { 'Content-Type': page.type, 'Cache-Control': page.cacheControl })
  })

  return application
}
