import { localeFor, type Locale } from '#shared/messages/index.ts'

/** The user's language: VIRIDIAN_LANG first, then as POSIX orders them (XBD section 8.2). */
export function localeOf(environment: NodeJS.ProcessEnv): Locale {
  for (const name of ['VIRIDIAN_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG']) {
    const value = environment[name]
    if (value !== undefined && value !== '') return localeFor(value)
  }
  return 'en'
}
