import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol } from 'electron'

/** The origin of our own pages: a scheme of its own instead of file://, so that pages have an origin and no file access. */
export const appOrigin = 'app://bundle'

/** Scripts of the bundle only; styles also inline, since terminal and menus write style elements; nothing from anywhere else. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

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

/** The file a request means, or null where it means none below the folder. */
export function fileForUrl(folder: string, url: string): string | null {
  let parsed: URL
  let pathname: string
  try {
    parsed = new URL(url)
    pathname = decodeURIComponent(parsed.pathname)
  } catch {
    return null
  }
  if (parsed.host !== 'bundle' || pathname.includes('\0') || pathname.includes('\\')) return null
  const file = path.join(folder, pathname === '/' ? 'index.html' : pathname)
  const relative = path.relative(folder, file)
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? null : file
}

/** A file below the folder; 404 for everything else, 405 for anything but reading. */
export async function answerFromFolder(folder: string, request: Request): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405 })
  const file = fileForUrl(folder, request.url)
  const body = file === null ? null : await readFile(file).catch(() => null)
  if (file === null || body === null) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': contentTypes[path.extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}
