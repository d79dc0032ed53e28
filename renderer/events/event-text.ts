import type { HostEvent } from '#shared/event.ts'
import { categoryName, describeEvent, levelName } from '#shared/messages/index.ts'
import { i18n, locale } from '../i18n/index.ts'

/** An event as the clipboard gets it, a fact a line. */
export function useEventText(): (event: HostEvent) => string {
  const { t, d } = i18n.global
  return (event) =>
    [
      `${t('events.level')}: ${levelName(event.level, locale.value)}`,
      `${t('events.time')}: ${d(event.time, 'precise')}`,
      `${t('events.category')}: ${categoryName(event.category, locale.value)}`,
      `${t('events.eventId')}: ${event.eventId}`,
      `${t('events.source')}: ${event.machineName ?? ''}`,
      `${t('events.user')}: ${event.user}`,
      `${t('events.text')}: ${describeEvent(event, locale.value)}`,
      ...event.changes.map(({ what, before, after }) => `${what}: ${before ?? ''} → ${after ?? ''}`),
    ].join('\n')
}
