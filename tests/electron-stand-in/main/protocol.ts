import type Electron from 'electron'

type Handler = Parameters<Electron.Protocol['handle']>[1]

const handlers = new Map<string, Handler>()

export const protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'> = {
  registerSchemesAsPrivileged: () => undefined,
  handle: (scheme, handler) => void handlers.set(scheme, handler),
}

export function handledSchemes(): string[] {
  return [...handlers.keys()]
}

/**
 * Chromium drops a request for a scheme it does not know before the debugging protocol sees it, so pages live on
 * `http://bundle.app.localhost` instead of `app://bundle`: a secure context with the same origin rules.
 */
export function toPageUrl(url: string): string {
  const match = /^([a-z][a-z0-9+-]*):\/\/([^/?#]+)(.*)$/i.exec(url)
  if (match === null || !handlers.has(match[1] ?? '')) return url
  return `http://${match[2]}.${match[1]}.localhost${match[3] === '' ? '/' : match[3]}`
}

export function fromPageUrl(url: string): string {
  const match = /^http:\/\/([^/?#]+)\.([a-z][a-z0-9+-]*)\.localhost(.*)$/i.exec(url)
  return match !== null && handlers.has(match[2] ?? '') ? `${match[2]}://${match[1]}${match[3]}` : url
}

/** The application's answer to a page's request, or null where the scheme is not its own. */
export async function answer(url: string, init: RequestInit): Promise<Response | null> {
  const handler = handlers.get(url.slice(0, url.indexOf(':')))
  return handler === undefined ? null : await handler(new Request(url, init))
}
