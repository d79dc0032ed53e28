import { protocol } from 'electron'
import { contentSecurityPolicy } from '#electron/server/application.ts'
import { readPage } from '#electron/server/pages.ts'

const appHost = 'bundle'

/** The origin of our own pages: a scheme of its own instead of file://, so that pages have an origin and no file access. */
export const appOrigin = `app://${appHost}`

/** Must run before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer below `appOrigin`. */
export function serveApp(folder: string): void {
  protocol.handle('app', (request) => answerFromFolder(folder, request))
}

/** A page of the folder; 404 for everything else, 405 for anything but reading. */
export async function answerFromFolder(folder: string, request: Request): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405 })
  const { host, pathname } = new URL(request.url)
  const page = host === appHost ? await readPage(folder, pathname) : null
  if (page === null) return new Response(null, { status: 404 })
  return new Response(page.body, {
    headers: {
      'content-type': page.type,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}
