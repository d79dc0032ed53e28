import { useI18n } from 'vue-i18n'
import { shortcutText } from './shortcut.ts'

/** Writes shortcuts in the words on the user's keyboard. */
export function useKeyNames() {
  const composer = useI18n()
  const nameOf = (key: string) => (composer.te(`keys.${key}`) ? composer.t(`keys.${key}`) : null)
  return { textOf: (shortcut: string): string => shortcutText(shortcut, nameOf) }
}
