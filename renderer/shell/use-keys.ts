import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import type { Action } from './action.ts'
import { performPressed } from './shortcut.ts'

export interface Keys {
  readonly console: Readonly<Ref<HTMLElement | null>>
  readonly actions: () => readonly Action[]
  /** Those that lead out of a document, too, as far as it leaves the keys alone. */
  readonly paneActions: () => readonly Action[]
  readonly toggleMenuBar: () => void
}

/**
 * The keys of the whole console: the shortcuts of its menus, Alt and F10 for the menu bar. Keys pressed in a document
 * of a tab are that document's, and those pressed in a dialog or menu are theirs.
 */
export function useKeys({ console, actions, paneActions, toggleMenuBar }: Keys): void {
  let altAlone = false

  function isOfDocument(event: KeyboardEvent): boolean {
    return !event.defaultPrevented && (event.target as Element).closest('[data-document]') !== null
  }

  function concerns(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || isOfDocument(event)) return false
    const target = event.target as Element
    return target === document.body || console.value?.contains(target) === true
  }

  function down(event: KeyboardEvent): void {
    altAlone = event.key === 'Alt' && !event.repeat
    if (!concerns(event)) {
      if (isOfDocument(event)) performPressed(event, paneActions())
      return
    }
    if (event.key === 'F10' && !event.shiftKey) {
      event.preventDefault()
      toggleMenuBar()
      return
    }
    performPressed(event, actions())
  }

  function up(event: KeyboardEvent): void {
    if (event.key !== 'Alt' || !altAlone || !concerns(event)) return
    event.preventDefault()
    toggleMenuBar()
  }

  onMounted(() => {
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', down)
    window.removeEventListener('keyup', up)
  })
}
