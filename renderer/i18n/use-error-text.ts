import { describeError } from '#shared/messages/index.ts'
import { HostRemovedError } from '../stores/host-removed-error.ts'
import { HostUnreachableError } from '../stores/host-unreachable-error.ts'
import { SubjectGoneError } from '../stores/subject-gone-error.ts'
import { i18n, locale } from './index.ts'

/** What happened and what to do, of anything a store rejects with, in the language of the moment. */
export function useErrorText(): (error: unknown) => string {
  const { t } = i18n.global
  return (error) => {
    if (error instanceof HostUnreachableError) return t('host.unreachable')
    if (error instanceof HostRemovedError) return t('hosts.gone', { name: error.host })
    if (error instanceof SubjectGoneError) return t('dialogs.subjectGone')
    return describeError(error, locale.value)
  }
}
