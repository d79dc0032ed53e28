import { readFile } from 'node:fs/promises'
import path from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Files whose name carries a hash of their contents never change (vite puts them into `assets/`). */
const hashedFile = /^\/assets\/[^/]+-[\w-]{8}\.\w+$/

export interface Page {
  readonly body: Buffer<ArrayBuffer>
  readonly type: string
  readonly cacheControl: string
}

/** The file of an address's path below the folder, or null where the path leads out of it or cannot be one. */
export function fileFor(folder: string, urlPath: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  // Backslashes and colons separate on Windows; hidden files are nobody's business.
  if (/[\\:\0]/.test(decoded) || decoded.split('/').some((part) => part.startsWith('.'))) return null
  const file = path.join(folder, decoded.endsWith('/') ? `${decoded}index.html` : decoded)
  return file.startsWith(folder + path.sep) ? file : null
}

/** The page of an address's path, or null where there is none. */
export async function readPage(folder: string, urlPath: string): Promise<Page | null> {
  const file = fileFor(path.resolve(folder), urlPath)
  const type = file === null ? undefined : types[path.extname(file)]
  if (file === null || type === undefined) return null
  try {
    const body = Buffer.from(await readFile(file))
    return { body, type, cacheControl: hashedFile.test(urlPath) ? 'private, max-age=31536000, immutable' : 'no-cache' }
  } catch {
    return null
  }
}
