import type { RawChannel } from '#renderer/transport/transport.ts'
import type { LinkReport } from '../reconnecting.ts'
import { releaseKeysOnBlur } from './held-keys.ts'
import { MouseCapture, type MouseUse } from './mouse-capture.ts'
import { RfbClient } from './rfb-client.ts'

export interface ViewerOptions {
  /** Accessible name of the screen. */
  readonly label: string
  /** Id of the text that says how to leave the screen by keyboard. */
  readonly describedBy: string
  readonly scale: boolean
  readonly viewOnly: boolean
  /** What the guest has of the mouse; its positions at first, and when the viewer goes. */
  readonly mouse: (use: MouseUse) => void
}

/** The guest's screen on the page: an RFB client (RFC 6143) on a canvas. */
export interface Viewer {
  focus(): void
  setScale(on: boolean): void
  setViewOnly(on: boolean): void
  close(): void
}

/** Shows the screen that the channel brings in `target`, until the channel closes or the viewer is closed. */
export function openViewer(
  target: HTMLElement,
  channel: RawChannel,
  options: ViewerOptions,
  report: LinkReport,
): Viewer {
  const rfb = new RfbClient(target, channel, { shared: true })
  rfb.background = 'transparent'
  rfb.scaleViewport = options.scale
  rfb.viewOnly = options.viewOnly
  rfb.showDotCursor = true
  let gone = false
  rfb.addEventListener('connect', () => report.up())
  rfb.addEventListener('disconnect', () => {
    gone = true
    capture?.end()
    report.down()
  })

  const screen = target.querySelector('canvas')
  let capture: MouseCapture | null = null
  if (screen !== null) {
    // noVNC takes its canvas out of the tab order; keyboard users must get there.
    screen.tabIndex = 0
    screen.setAttribute('role', 'application')
    screen.setAttribute('aria-label', options.label)
    screen.setAttribute('aria-describedby', options.describedBy)
    releaseKeysOnBlur(screen)
    const mouse = new MouseCapture(target, screen, {
      step: (dx, dy, mask) => {
        if (!rfb.viewOnly) rfb.sendStep(dx, dy, mask)
      },
      clicked: () => {
        rfb.focus({ preventScroll: true })
        return !rfb.viewOnly
      },
      changed: options.mouse,
    })
    capture = mouse
    rfb.onPositions = (positions) => (mouse.positions = positions)
  }

  return {
    focus: () => rfb.focus({ preventScroll: true }),
    setScale: (on) => {
      rfb.scaleViewport = on
    },
    setViewOnly: (on) => {
      if (on) screen?.blur()
      rfb.viewOnly = on
    },
    close: () => {
      if (gone) return
      capture?.end()
      screen?.blur()
      rfb.disconnect()
    },
  }
}
