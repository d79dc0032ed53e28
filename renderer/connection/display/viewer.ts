// noVNC brings no types, and an ambient declaration cannot be imported: with the reference, whichever project imports
// this file (the tests do) finds ours.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="../../types/novnc.d.ts" />
import RFB from '@novnc/novnc'
import type { RawChannel } from '#renderer/transport/transport.ts'
import type { LinkReport } from '../reconnecting.ts'
import { releaseKeysOnBlur } from './held-keys.ts'

export interface ViewerOptions {
  /** Accessible name of the screen. */
  readonly label: string
  /** Id of the text that says how to leave the screen by keyboard. */
  readonly describedBy: string
  readonly scale: boolean
  readonly viewOnly: boolean
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
  const rfb = new RFB(target, channel, { shared: true })
  rfb.background = 'transparent'
  rfb.scaleViewport = options.scale
  rfb.viewOnly = options.viewOnly
  rfb.showDotCursor = true
  let gone = false
  rfb.addEventListener('connect', () => report.up())
  rfb.addEventListener('disconnect', () => {
    gone = true
    report.down()
  })

  const screen = target.querySelector('canvas')
  if (screen !== null) {
    // noVNC takes its canvas out of the tab order; keyboard users must get there.
    screen.tabIndex = 0
    screen.setAttribute('role', 'application')
    screen.setAttribute('aria-label', options.label)
    screen.setAttribute('aria-describedby', options.describedBy)
    releaseKeysOnBlur(screen)
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
      screen?.blur()
      rfb.disconnect()
    },
  }
}
