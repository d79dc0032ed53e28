import { onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

/**
 * `idle`: not wanted. `connecting`: the first attempt. `lost`: it was there, or the first attempt failed, and attempts
 * follow until one succeeds.
 */
export type LinkState = 'idle' | 'connecting' | 'connected' | 'lost'

export interface LinkReport {
  /** The connection can be used. */
  up(): void
  /** It is gone, or never came about. */
  down(): void
}

/** Opens a connection and returns what closes it. May throw where it cannot even be tried. */
export type Connect = (report: LinkReport) => () => void

const firstDelay = 250
const longestDelay = 5000

/**
 * Keeps a connection while it is wanted: connects, and after a loss connects again, with pauses that double from 250 ms
 * to 5 s. Ends with the surrounding effect scope.
 */
export function useReconnecting(
  wanted: () => boolean,
  connect: Connect,
): { state: Readonly<Ref<LinkState>>; retryNow: () => void } {
  const state = ref<LinkState>('idle')
  let close: (() => void) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let delay = firstDelay
  // Reports of a connection that was closed or replaced meanwhile count no more.
  let attempt = 0

  function stop() {
    attempt += 1
    clearTimeout(timer)
    const closing = close
    close = null
    closing?.()
  }

  function open() {
    stop()
    const mine = attempt
    const down = () => {
      if (mine !== attempt) return
      stop()
      state.value = 'lost'
      timer = setTimeout(open, delay)
      delay = Math.min(delay * 2, longestDelay)
    }
    const up = () => {
      if (mine !== attempt) return
      delay = firstDelay
      state.value = 'connected'
    }
    try {
      const opened = connect({ up, down })
      if (mine === attempt) close = opened
      else opened()
    } catch {
      down()
    }
  }

  watch(
    wanted,
    (now) => {
      if (now) {
        state.value = 'connecting'
        delay = firstDelay
        open()
      } else {
        stop()
        state.value = 'idle'
      }
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(stop)

  return {
    state: readonly(state),
    retryNow() {
      if (state.value === 'lost') open()
    },
  }
}
