import { app, session, type WebContents } from 'electron'
import { appOrigin } from './app-scheme.ts'

/**
 * What our own pages may ask of the browser: to fill the screen, and with it the keys that the system would take; and to
 * capture the mouse for a guest.
 */
const grantedPermissions: ReadonlySet<string> = new Set(['fullscreen', 'keyboardLock', 'pointerLock'])

function isOurs(url: string): boolean {
  try {
    // `origin` is "null" for schemes that only Chromium knows as standard ones.
    const { protocol, host } = new URL(url)
    return `${protocol}//${host}` === appOrigin
  } catch {
    return false
  }
}

export function isPermissionGranted(permission: string, requestingUrl: string): boolean {
  return grantedPermissions.has(permission) && isOurs(requestingUrl)
}

function lockContents(contents: WebContents): void {
  contents.on('will-navigate', (details) => {
    if (!isOurs(details.url)) details.preventDefault()
  })
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || !isOurs(details.url)) details.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Denies every page what the application does not need: leaving, popups, webviews, permissions, devices. */
export function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents))
  const pages = session.defaultSession
  pages.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isPermissionGranted(permission, details.requestingUrl)),
  )
  pages.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isPermissionGranted(permission, requestingOrigin),
  )
  pages.setDevicePermissionHandler(() => false)
}

/** True for the main frame of one of our own pages: subframes and foreign pages get nothing. */
export function isTrustedFrame(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && isOurs(frame.url)
}
