import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatMegabytes } from '#shared/format.ts'
import { useHelpStore } from '../../dialogs/help.store.ts'
import { always, separator, type Action, type ActionGroup } from '../../shell/action.ts'
import type { ConsoleNode } from '../../shell/console-node.ts'
import { HelpIcon } from '../../shell/icons.ts'
import type { SnapIn } from '../../shell/snap-in.ts'
import { useConnectionsStore } from '../../stores/connections.store.ts'
import { useHostStore } from '../../stores/host.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
import { useSnapshotsStore } from '../../stores/snapshots.store.ts'
import { useDiskActions } from '../../disks/disk-actions.ts'
import { useJobsAtWork } from '../../jobs/use-jobs-at-work.ts'
import { SettingsIcon } from '../../machines/drives/icons.ts'
import { useHostSettingsStore } from '../../hosts/settings/host-settings.store.ts'
import HostPage from './HostPage.vue'
import { HostIcon, NewMachineIcon, TrashIcon, ViridianIcon } from '../../machines/icons.ts'
import IntroductionPage from './IntroductionPage.vue'
import { useMachineMenu } from './machine-menu.ts'
import { machineIcon } from '../../machines/machine-text.ts'
import { ImportIcon } from '../../machines/transfer/icons.ts'
import { useTransferDialogsStore } from '../../machines/transfer/transfer-dialogs.store.ts'
import { TemplateIcon } from '../../machines/templates/icons.ts'
import { useTemplateDialogsStore } from '../../machines/templates/template-dialogs.store.ts'
import { useTrashDialogsStore } from '../../machines/trash/trash-dialogs.store.ts'
import { useSnapshotMenu } from '../../machines/snapshots/snapshot-menu.ts'
import { useStateText } from '../../machines/use-state-text.ts'
import { useWizardStore } from '../../machines/wizard.store.ts'

const rootId = 'viridian'
const hostId = 'host'

/** The virtual machines snap-in as the shell wants it: nodes, actions, tabs and what the status bar says. */
export function useVirtualMachinesSnapIn(): ComputedRef<SnapIn> {
  const { t } = useI18n()
  const host = useHostStore()
  const machines = useMachinesStore()
  const snapshots = useSnapshotsStore()
  const connections = useConnectionsStore()
  const help = useHelpStore()
  const wizard = useWizardStore()
  const trash = useTrashDialogsStore()
  const hostSettings = useHostSettingsStore()
  const templates = useTemplateDialogsStore()
  const transfers = useTransferDialogsStore()
  const stateText = useStateText()
  const menuOf = useMachineMenu()
  const snapshotMenu = useSnapshotMenu()
  const diskActions = useDiskActions()
  const jobsAtWork = useJobsAtWork()

  const helpAction = (id: string): Action => ({
    kind: 'action',
    id,
    label: t('actions.help'),
    icon: HelpIcon,
    whyNot: always,
    run: () => (help.open = 'topics'),
  })

  const hostGroup = computed<ActionGroup>(() => ({
    id: 'host',
    title: host.info?.name ?? t('host.unknown'),
    items: [
      {
        kind: 'submenu',
        id: 'new',
        label: t('actions.new'),
        items: [
          {
            kind: 'action',
            id: 'newMachine',
            label: t('actions.newMachine'),
            icon: NewMachineIcon,
            whyNot: () => (host.status === 'connected' ? null : t('host.unreachable')),
            run: () => (wizard.open = true),
          },
          ...diskActions.value.create,
        ],
      },
      {
        kind: 'action',
        id: 'import',
        label: t('transfer.actions.import'),
        icon: ImportIcon,
        whyNot: () => (host.status === 'connected' ? null : t('host.unreachable')),
        run: () => (transfers.open = { kind: 'import' }),
      },
      {
        kind: 'action',
        id: 'hostSettings',
        label: t('hostSettings.action'),
        icon: SettingsIcon,
        whyNot: () => (host.status === 'connected' ? null : t('host.unreachable')),
        run: () => (hostSettings.open = true),
      },
      separator('beforeDiskTools'),
      ...diskActions.value.tools,
      separator('beforeTrash'),
      {
        kind: 'action',
        id: 'templates',
        label: t('templates.actions.list'),
        icon: TemplateIcon,
        whyNot: () => (host.status === 'connected' ? null : t('host.unreachable')),
        run: () => (templates.listOpen = true),
      },
      {
        kind: 'action',
        id: 'trash',
        label: t('trash.action'),
        icon: TrashIcon,
        whyNot: () => (host.status === 'connected' ? null : t('host.unreachable')),
        run: () => (trash.trashOpen = true),
      },
      separator('beforeHelp'),
      helpAction('hostHelp'),
    ],
  }))

  const machineGroups = computed<ActionGroup[]>(() => {
    const machine = connections.active ?? machines.selected
    if (machine === null) return []
    const snapshot = connections.active === null ? snapshots.selected : null
    return [
      { id: 'machine', title: machine.name, items: menuOf(machine) },
      ...(snapshot === null ? [] : [{ id: 'snapshot', title: snapshot.name, items: snapshotMenu(machine, snapshot) }]),
    ]
  })

  const hostNode = computed<ConsoleNode>(() => ({
    id: hostId,
    label: host.info?.name ?? t('host.unknown'),
    icon: HostIcon,
    children: [],
    page: HostPage,
    groups: [hostGroup.value, ...machineGroups.value],
  }))

  const root = computed<ConsoleNode>(() => ({
    id: rootId,
    label: t('product.manager'),
    icon: ViridianIcon,
    children: [hostNode.value],
    page: IntroductionPage,
    groups: [{ id: 'root', title: t('product.manager'), items: [helpAction('rootHelp')] }],
  }))

  const status = computed(() => {
    if (host.status !== 'connected') return t(`host.status.${host.status}`)
    const machine = machines.selected
    if (machine !== null) return t('host.selected', { name: machine.name, state: stateText(machine) })
    return t('host.machines', { count: machines.all.length }, machines.all.length)
  })

  const facts = computed(() =>
    host.info === null
      ? []
      : [
          ...jobsAtWork.value,
          t('host.processors', { count: host.info.processors }),
          t('host.memory', { memory: formatMegabytes(host.info.totalMemory) }),
          t('product.version', { version: host.info.version }),
        ],
  )

  const tabs = computed(() =>
    connections.open.map((machine) => ({ id: machine.id, label: machine.name, icon: machineIcon(machine) })),
  )

  return computed(() => ({
    root: root.value,
    firstNode: hostId,
    tabs: tabs.value,
    status: status.value,
    facts: facts.value,
  }))
}
