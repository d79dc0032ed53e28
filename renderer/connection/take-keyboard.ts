import { nextTick, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import type { Cover } from './cover.ts'

export interface KeyboardPlaces {
  readonly root: Readonly<Ref<HTMLElement | null>>
  /** The connection is in front, so that what is typed is meant for it. */
  readonly active: () => boolean
  readonly cover: () => Cover['kind']
  /** Puts the focus on the guest's screen or terminal. */
  readonly focusGuest: () => void
}

/** Covers that give way to the guest by themselves. */
const passing: readonly Cover['kind'][] = ['loading', 'busy', 'connecting', 'lost']

/**
 * Whoever goes to a connection means its guest: it gets the keyboard, or where it cannot have it, what leads there (Start,
 * Resume, …) has the focus. A guest that is not there yet gets the keyboard when it is, unless the user turned to something
 * else meanwhile.
 */
export function useTakeKeyboard({ root, active, cover, focusGuest }: KeyboardPlaces) {
  const isWaiting = ref(false)

  async function take(): Promise<void> {
    if (!active()) return
    isWaiting.value = true
    await nextTick()
    if (!isWaiting.value) return
    if (cover() === 'none') focusGuest()
    else root.value?.querySelector<HTMLElement>('.cover-button:not(:disabled)')?.focus()
    isWaiting.value = passing.includes(cover())
  }

  function isLost(): boolean {
    const at = document.activeElement
    return at === null || at === document.body || !at.checkVisibility()
  }

  function turnElsewhere(): void {
    isWaiting.value = false
  }

  // A button of the cover, or the screen of a lost connection, took the focus with it.
  watch(
    cover,
    () => {
      if (active() && (isWaiting.value || isLost())) void take()
    },
    { flush: 'post' },
  )
  watch(
    active,
    (now) => {
      if (now) void take()
    },
    { flush: 'post' },
  )

  function takeIfLost(): void {
    if (active() && isLost()) void take()
  }

  onMounted(() => {
    window.addEventListener('pointerdown', turnElsewhere, { capture: true })
    window.addEventListener('keydown', turnElsewhere, { capture: true })
    window.addEventListener('focus', takeIfLost)
    if (active()) void take()
  })
  onBeforeUnmount(() => {
    window.removeEventListener('pointerdown', turnElsewhere, { capture: true })
    window.removeEventListener('keydown', turnElsewhere, { capture: true })
    window.removeEventListener('focus', takeIfLost)
  })

  return { take }
}
