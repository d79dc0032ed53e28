import { computed, type ComputedRef } from 'vue'
import { useConfirmStore } from '../../dialogs/confirm.store.ts'
import { useDialogs, type PlainHostDialog } from '../../dialogs/dialogs.store.ts'
import { useHelpStore } from '../../dialogs/help.store.ts'
import { useDiskActions } from '../../disks/disk-actions.ts'
import { hostStateOf } from '../../hosts/host-state.ts'
import { AbsentHostIcon, RemoveServerIcon } from '../../hosts/icons.ts'
import { useConnectToServer } from '../../hosts/use-connect-to-server.ts'
import { useRemoteHosts } from '../../hosts/remote-hosts.ts'
import { i18n } from '../../i18n/index.ts'
import { SettingsIcon } from '../../machines/drives/icons.ts'
import { HostIcon, NewMachineIcon, TrashIcon } from '../../machines/icons.ts'
import { useSelectionStore } from '../../machines/selection.store.ts'
import { useSnapshotMenu } from '../../machines/snapshots/snapshot-menu.ts'
import { TemplateIcon } from '../../machines/templates/icons.ts'
import { ImportIcon } from '../../machines/transfer/icons.ts'
import { hostNodeId } from '../../sessions/host-node-id.ts'
import type { HostSession } from '../../sessions/host-session.ts'
import { always, separator, type Action, type ActionGroup } from '../../shell/action.ts'
import { HelpIcon } from '../../shell/icons.ts'
import { useLayout } from '../../shell/layout.ts'
import { useHostStore } from '../../stores/host.store.ts'
import { useNoticesStore } from '../../stores/notices.store.ts'
import type { HostNode } from './host-node.ts'
import HostPage from './HostPage.vue'
import { useSelectionMenu } from './selection-menu.ts'

/** The node of the host that is composed for. */
export function useHostNode(session: HostSession): ComputedRef<HostNode> {
  const { t } = i18n.global
  const host = useHostStore()
  const selection = useSelectionStore()
  const dialogs = useDialogs()
  const confirm = useConfirmStore()
  const help = useHelpStore()
  const notices = useNoticesStore()
  const layout = useLayout()
  const remoteHosts = useRemoteHosts()
  const menu = useSelectionMenu()
  const snapshotMenu = useSnapshotMenu()
  const diskActions = useDiskActions()
  const connectToServer = useConnectToServer()

  const name = () => host.name ?? t('host.unknown')
  const action = (id: string, look: Pick<Action, 'label' | 'icon'>, kind: PlainHostDialog): Action => ({
    kind: 'action',
    id,
    ...look,
    whyNot: () => (host.status === 'connected' ? null : t('host.unreachable')),
    run: () => dialogs.open({ kind }),
  })

  async function remove(): Promise<void> {
    if (session.isOwn) {
      layout.ownHost = false
      return
    }
    const question = {
      title: t('hosts.remove.title'),
      text: t('hosts.remove.text', { name: name() }),
      confirm: t('hosts.remove.confirm'),
      cancel: t('hosts.remove.cancel'),
    }
    if (!(await confirm.ask(question))) return
    await notices.attempt({ kind: 'removeHost', machine: name() }, () => remoteHosts.remove(session.id))
  }

  const hostGroup = computed<ActionGroup>(() => ({
    id: 'host',
    title: name(),
    items: [
      {
        kind: 'submenu',
        id: 'new',
        label: t('actions.new'),
        items: [
          action('newMachine', { label: t('actions.newMachine'), icon: NewMachineIcon }, 'newMachine'),
          ...diskActions.value.create,
        ],
      },
      action('import', { label: t('transfer.actions.import'), icon: ImportIcon }, 'import'),
      action('hostSettings', { label: t('hostSettings.action'), icon: SettingsIcon }, 'hostSettings'),
      separator('beforeDiskTools'),
      ...diskActions.value.tools,
      separator('beforeTrash'),
      action('templates', { label: t('templates.actions.list'), icon: TemplateIcon }, 'templates'),
      action('trash', { label: t('trash.action'), icon: TrashIcon }, 'trash'),
      separator('beforeServers'),
      connectToServer(),
      {
        kind: 'action',
        id: 'removeServer',
        subject: session.id,
        label: t('hosts.remove.action'),
        icon: RemoveServerIcon,
        whyNot: always,
        run: remove,
      },
      separator('beforeHelp'),
      {
        kind: 'action',
        id: 'hostHelp',
        label: t('actions.help'),
        icon: HelpIcon,
        isHelp: true,
        whyNot: always,
        run: () => (help.open = 'topics'),
      },
    ],
  }))

  const selectedGroups = computed((): ActionGroup[] => {
    const { machines, machine, snapshot } = selection
    if (machines.length === 0) return []
    const title = machine?.name ?? t('bulk.selected', { count: machines.length })
    return [
      { id: 'machine', title, items: menu() },
      ...(machine === null || snapshot === null
        ? []
        : [{ id: 'snapshot', title: snapshot.name, items: snapshotMenu(machine, snapshot) }]),
    ]
  })

  return computed(() => {
    const state = hostStateOf(session)
    const isPresent = session.isOwn || state === 'connected'
    return {
      id: hostNodeId(session.id),
      label: isPresent ? name() : t('hosts.label', { name: name(), state: t(`hosts.states.${state}`) }),
      icon: isPresent || state === 'connecting' ? HostIcon : AbsentHostIcon,
      children: [],
      page: HostPage,
      session,
      groups: [hostGroup.value, ...selectedGroups.value],
    }
  })
}
