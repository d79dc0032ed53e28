import { useDialogsStore } from '../dialogs/dialogs.store.ts'
import { i18n } from '../i18n/index.ts'
import { always, type Action } from '../shell/action.ts'
import { ConnectToServerIcon } from './icons.ts'

/** Takes another host into the console. */
export function useConnectToServer(): () => Action {
  const dialogs = useDialogsStore()
  return () => ({
    kind: 'action',
    id: 'connectToServer',
    label: i18n.global.t('hosts.connect.action'),
    icon: ConnectToServerIcon,
    whyNot: always,
    run: () => dialogs.open({ kind: 'connectToServer' }),
  })
}
