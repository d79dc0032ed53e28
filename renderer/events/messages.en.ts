/** Texts of the events. */
export const eventsEn = {
  title: 'Events',
  none: 'No events.',
  level: 'Type',
  category: 'Category',
  eventId: 'Event ID',
  source: 'Source',
  user: 'User',
  setting: 'Setting',
  before: 'Before',
  after: 'After',
  details: 'Details of the event',
  copy: 'Copy',
  older: 'Show older events',
  filter: 'Which events are shown',
  all: 'All',
  time: 'Date and Time',
  machine: 'Virtual Machine',
  text: 'Message',
}

export type EventsMessages = typeof eventsEn
