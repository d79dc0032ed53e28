import { i18n } from '../i18n/index.ts'
import { shortcutText } from './shortcut.ts'

/** Writes shortcuts in the words on the user's keyboard. */
export function useKeyNames() {
  const composer = i18n.global
  const nameOf = (key: string) => (composer.te(`keys.${key}`) ? composer.t(`keys.${key}`) : null)
  return { textOf: (shortcut: string): string => shortcutText(shortcut, nameOf) }
}
