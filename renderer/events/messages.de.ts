import type { EventsMessages } from './messages.en.ts'

export const eventsDe: EventsMessages = {
  title: 'Ereignisse',
  none: 'Keine Ereignisse.',
  level: 'Typ',
  category: 'Kategorie',
  eventId: 'Ereignis-ID',
  source: 'Quelle',
  user: 'Benutzer',
  setting: 'Einstellung',
  before: 'Vorher',
  after: 'Nachher',
  details: 'Einzelheiten des Ereignisses',
  copy: 'Kopieren',
  older: 'Ältere Ereignisse anzeigen',
  filter: 'Welche Ereignisse angezeigt werden',
  all: 'Alle',
  time: 'Datum und Uhrzeit',
  machine: 'Virtueller Computer',
  text: 'Meldung',
}
