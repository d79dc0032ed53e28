import { shallowRef, type ShallowRef } from 'vue'

/** A text that the user is asked for; see `TypeTextDialog`. */
export interface TextQuestion {
  readonly initial: string
  readonly failure: unknown
}

/** The text on the user's clipboard, or null where the page may not read it or there is none. */
async function readClipboard(): Promise<string | null> {
  try {
    const text = await navigator.clipboard.readText()
    return text === '' ? null : text
  } catch {
    return null
  }
}

/**
 * Types the clipboard's text in the guest at once where the page may read it; else, and where the text cannot be typed,
 * asks for it. `typed` is called when it was typed without asking.
 */
export function useClipboardTyping(
  type: (text: string) => Promise<unknown>,
  typed: () => void,
): { question: ShallowRef<TextQuestion | null>; typeClipboard: () => Promise<void> } {
  const question = shallowRef<TextQuestion | null>(null)

  async function typeClipboard(): Promise<void> {
    const text = await readClipboard()
    if (text === null) {
      question.value = { initial: '', failure: null }
      return
    }
    try {
      await type(text)
      typed()
    } catch (failure) {
      question.value = { initial: text, failure }
    }
  }

  return { question, typeClipboard }
}
