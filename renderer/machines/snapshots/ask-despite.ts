import { i18n } from '../../i18n/index.ts'
import { useConfirmStore } from '../../dialogs/confirm.store.ts'
import type { AskDespite } from '../../stores/snapshots.store.ts'

/** The question how a snapshot is applied that is not quite as it was taken. */
export function useAskDespite(): AskDespite {
  const { t } = i18n.global
  const confirm = useConfirmStore()
  return (problem, reason) => {
    const texts = 'snapshots.confirm.despite'
    const question = { title: t(`${texts}.title`), text: reason, cancel: t(`${texts}.cancel`) }
    if (problem === 'SNAPSHOT_STATE_UNUSABLE') {
      return confirm.choose({ ...question, answers: [{ id: 'withoutState', label: t(`${texts}.withoutState`) }] })
    }
    return confirm.choose({
      ...question,
      answers: [
        { id: 'mediaAsTheyAre', label: t(`${texts}.mediaAsTheyAre`) },
        { id: 'emptyDrives', label: t(`${texts}.emptyDrives`) },
      ],
    })
  }
}
