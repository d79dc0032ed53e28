import type { DesktopBridge } from '#shared/desktop.ts'

declare global {
  interface Window {
    /** Offered by the preload script; absent in a browser. */
    readonly viridian?: DesktopBridge
  }
}
