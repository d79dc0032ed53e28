import type { Page } from '@playwright/test'

const plain = "`1234567890-=[]\\;',./ \n"
const shifted = '~!@#$%^&*()_+{}|:"<>?'
const codes = [
  ...['Backquote', 'Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8', 'Digit9', 'Digit0'],
  ...['Minus', 'Equal', 'BracketLeft', 'BracketRight', 'Backslash', 'Semicolon', 'Quote', 'Comma', 'Period', 'Slash'],
  ...['Space', 'Enter'],
]

function keysOf(character: string): string {
  if (/[a-z]/.test(character)) return `Key${character.toUpperCase()}`
  if (/[A-Z]/.test(character)) return `Shift+Key${character}`
  const at = plain.indexOf(character)
  if (at >= 0) return codes[at] ?? ''
  const withShift = shifted.indexOf(character)
  if (withShift >= 0) return `Shift+${codes[withShift]}`
  throw new Error(`No key of a US keyboard types ${character}`)
}

/** Presses the keys of a US keyboard: Playwright's own `type` inserts what needs Shift without pressing it. */
export async function typeKeys(page: Page, text: string): Promise<void> {
  for (const character of text) await page.keyboard.press(keysOf(character))
}
