import { useI18n } from 'vue-i18n'
import { describeError } from '#shared/messages/index.ts'
import { locale } from '../i18n/index.ts'
import { HostUnreachableError } from '../stores/host-unreachable-error.ts'

/** What happened and what to do, in the language of the moment, for whatever a call to the host was rejected with. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useI18n()
  return (error) => (error instanceof HostUnreachableError ? t('host.unreachable') : describeError(error, locale.value))
}
