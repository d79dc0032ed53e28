import { onScopeDispose, readonly, ref, type Ref } from 'vue'
import type { DesktopBridge } from '#shared/desktop.ts'

export interface FullScreen {
  readonly on: Readonly<Ref<boolean>>
  toggle(): Promise<void>
}

/**
 * Full screen of the page: of its window on the desktop, by the Fullscreen API in a browser. The whole page is shown,
 * so that dialogs stay visible; the view itself spreads over it. Leaves full screen when the surrounding scope ends.
 */
export function useFullScreen(): FullScreen {
  return window.viridian === undefined ? browserFullScreen() : desktopFullScreen(window.viridian)
}

function desktopFullScreen(bridge: DesktopBridge): FullScreen {
  const on = ref(false)
  async function set(wanted: boolean) {
    await bridge.setFullScreen(wanted)
    on.value = wanted
  }
  onScopeDispose(() => {
    if (on.value) void set(false)
  })
  return { on: readonly(on), toggle: () => set(!on.value) }
}

function browserFullScreen(): FullScreen {
  const on = ref(document.fullscreenElement !== null)
  const follow = () => {
    on.value = document.fullscreenElement !== null
    if (!on.value) navigator.keyboard?.unlock?.()
  }
  document.addEventListener('fullscreenchange', follow)
  onScopeDispose(() => {
    document.removeEventListener('fullscreenchange', follow)
    if (document.fullscreenElement !== null) void document.exitFullscreen()
  })
  return {
    on: readonly(on),
    async toggle() {
      if (document.fullscreenElement !== null) return document.exitFullscreen()
      await document.documentElement.requestFullscreen({ navigationUI: 'hide' })
      // With Escape for the guest; where the browser refuses, Escape leaves full screen as usual.
      await navigator.keyboard?.lock?.().catch(() => undefined)
    },
  }
}
