import { useI18n } from 'vue-i18n'
import { shortcutText } from './shortcut.ts'

/** Writes shortcuts in the words on the user's keyboard. */
export function useKeyNames(): { textOf: (shortcut: string) => string } {
  const { t, te } = useI18n()
  return {
    textOf: (shortcut) => shortcutText(shortcut, (key) => (te(`keys.${key}`) ? t(`keys.${key}`) : null)),
  }
}
