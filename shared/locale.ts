export const locales = ['en', 'de'] as const
export type Locale = (typeof locales)[number]

/** The language for a locale's name as systems write it (`de_DE.UTF-8`, `de-AT`); English where it is none of ours. */
export function localeFor(tag: string): Locale {
  const language = tag.toLowerCase().split(/[-_.@]/)[0]
  return locales.find((locale) => locale === language) ?? 'en'
}
