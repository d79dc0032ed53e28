import { i18n } from '../i18n/index.ts'
import { riskOf, type Consent } from '#shared/disk-risk.ts'
import { useErrorText } from '../i18n/use-error-text.ts'
import { useConfirmStore } from './confirm.store.ts'

/**
 * Does work on a disk that may break what relies on it: where the host wants the user to be asked first, asks, and does it
 * with the user's consent. Rejects with the host's refusal where there is none.
 */
export function useAskingAboutRisks(): <Result>(work: (consent: Consent) => Promise<Result>) => Promise<Result> {
  const { t } = i18n.global
  const confirm = useConfirmStore()
  const errorText = useErrorText()
  return async (work) => {
    try {
      return await work({})
    } catch (error) {
      if (riskOf(error) === null) throw error
      const texts = { title: t('dialogs.risk.title'), text: errorText(error) }
      const answers = { confirm: t('dialogs.risk.confirm'), cancel: t('dialogs.cancel') }
      if (!(await confirm.ask({ ...texts, ...answers }))) throw error
      return work({ force: true })
    }
  }
}
