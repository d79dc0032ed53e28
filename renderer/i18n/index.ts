import { watch } from 'vue'
import { createI18n } from 'vue-i18n'
import { localeFor, locales, type Locale } from '#shared/messages/index.ts'
import { printableLines } from '#shared/printable.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { onSetting, readSetting, writeSetting } from '../settings.ts'

/** The locale chosen earlier, else the first of the user's languages that is one of ours. */
function initialLocale(): Locale {
  return localeIn(readSetting('locale')) ?? localeFor(navigator.language)
}

function localeIn(chosen: unknown): Locale | undefined {
  return locales.find((locale) => locale === chosen)
}

const precise = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
} as const

export const i18n = createI18n({
  legacy: false,
  locale: initialLocale(),
  fallbackLocale: 'en',
  messages: { en, de },
  // Sentences name files and machines. An ellipsis that is set off, as German does it, does not begin a line.
  postTranslation: (text) => (typeof text === 'string' ? printableLines(text).replace(' …', '\u00a0…') : text),
  datetimeFormats: { en: { precise }, de: { precise } },
})

/** The language of the page; writing it changes every text at once and is remembered. */
export const locale = i18n.global.locale

watch(
  locale,
  (chosen) => {
    document.documentElement.lang = chosen
  },
  { immediate: true },
)

export function chooseLocale(chosen: Locale): void {
  locale.value = chosen
  writeSetting('locale', chosen)
}

onSetting('locale', (kept) => {
  locale.value = localeIn(kept) ?? locale.value
})
