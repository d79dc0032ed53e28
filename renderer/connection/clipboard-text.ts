/** The text on the user's clipboard, or null where the page may not read it or there is none. */
export async function readClipboardText(): Promise<string | null> {
  try {
    const text = await navigator.clipboard.readText()
    return text === '' ? null : text
  } catch {
    return null
  }
}
