import type { Locale } from '#shared/messages/index.ts'

export interface DoctorTexts {
  readonly description: string
  healthy(home: string): string
}

const texts: Readonly<Record<Locale, DoctorTexts>> = {
  en: {
    description: 'examine the data folder and what the host needs; exit code 1 where something is wrong',
    healthy: (home) => `Nothing is wrong with ${home} and its machines.`,
  },
  de: {
    description: 'den Datenordner untersuchen und was der Host braucht; Exitcode 1, wo etwas nicht stimmt',
    healthy: (home) => `Mit ${home} und den Computern darin ist alles in Ordnung.`,
  },
}

export function doctorTextsFor(locale: Locale): DoctorTexts {
  return texts[locale]
}
