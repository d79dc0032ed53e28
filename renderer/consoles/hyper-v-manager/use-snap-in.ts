import { computed, type ComputedRef } from 'vue'
import { formatMegabytes } from '#shared/format.ts'
import { useHelpStore } from '../../dialogs/help.store.ts'
import { hostStateOf } from '../../hosts/host-state.ts'
import { useConnectToServer } from '../../hosts/use-connect-to-server.ts'
import { i18n } from '../../i18n/index.ts'
import { useJobsAtWork } from '../../jobs/use-jobs-at-work.ts'
import { ViridianIcon } from '../../machines/icons.ts'
import { machineIcon } from '../../machines/machine-text.ts'
import { useSelectionStore } from '../../machines/selection.store.ts'
import { useStateText } from '../../machines/use-state-text.ts'
import { hostNodeId } from '../../sessions/host-node-id.ts'
import type { HostSession } from '../../sessions/host-session.ts'
import { useSessionsStore } from '../../sessions/sessions.store.ts'
import { always, separator, type Action, type ActionGroup } from '../../shell/action.ts'
import type { ConsoleNode } from '../../shell/console-node.ts'
import { HelpIcon } from '../../shell/icons.ts'
import { useLayout } from '../../shell/layout.ts'
import type { SnapIn } from '../../shell/snap-in.ts'
import { useConnectionsStore } from '../../stores/connections.store.ts'
import { useHostStore } from '../../stores/host.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
import type { HostNode } from './host-node.ts'
import { useHostNode } from './use-host-node.ts'
import IntroductionPage from './IntroductionPage.vue'
import { useMachineMenu } from './machine-menu.ts'

const rootId = 'viridian'

/** What the console has of each host, composed once for it. */
interface HostParts {
  readonly node: ComputedRef<HostNode>
  readonly status: ComputedRef<string>
  readonly facts: ComputedRef<readonly string[]>
  readonly menuOf: ReturnType<typeof useMachineMenu>
}

/** Hyper-V Manager as the shell wants it: nodes, actions, tabs and what the status bar says. */
export function useHyperVManager(): ComputedRef<SnapIn> {
  const { t } = i18n.global
  const sessions = useSessionsStore()
  const connections = useConnectionsStore()
  const connectToServer = useConnectToServer()
  const help = useHelpStore()
  const layout = useLayout()
  const parts = new WeakMap<HostSession, HostParts>()

  function partsOf(session: HostSession): HostParts {
    const known = parts.get(session)
    if (known !== undefined) return known
    const composed = session.run(() => composeParts(session))
    parts.set(session, composed)
    return composed
  }

  const rootActions: ComputedRef<ActionGroup> = computed(() => ({
    id: 'root',
    title: t('product.manager'),
    items: [
      connectToServer(),
      separator('beforeHelp'),
      {
        kind: 'action',
        id: 'rootHelp',
        label: t('actions.help'),
        icon: HelpIcon,
        isHelp: true,
        whyNot: always,
        run: () => (help.open = 'topics'),
      } satisfies Action,
    ],
  }))

  const shown = computed(() => sessions.all.filter((session) => !session.isOwn || layout.ownHost))

  /** A connection in front is what one acts on, whatever is selected behind it. */
  const groupsInFront = computed((): readonly ActionGroup[] | null => {
    const { active } = connections
    if (active === null) return null
    const { node, menuOf } = partsOf(active.session)
    const { machine } = active
    return [...node.value.groups.slice(0, 1), { id: 'machine', title: machine.name, items: menuOf(machine) }]
  })

  const root = computed<ConsoleNode>(() => ({
    id: rootId,
    label: t('product.manager'),
    icon: ViridianIcon,
    children: shown.value.map((session) => partsOf(session).node.value),
    page: IntroductionPage,
    groups: [rootActions.value],
  }))

  /** The host that the status bar is about; null where it is about the console. */
  const selected = computed(() => {
    const nodeId = layout.selected['tree']
    const inFront = connections.active?.session
    if (inFront === undefined && nodeId === rootId) return null
    return inFront ?? shown.value.find(({ id }) => hostNodeId(id) === nodeId) ?? shown.value[0] ?? null
  })

  const tabs = computed(() =>
    connections.open.map(({ id, machine }) => ({ id, label: machine.name, icon: machineIcon(machine) })),
  )

  return computed(() => {
    const of = selected.value === null ? null : partsOf(selected.value)
    return {
      root: root.value,
      firstNode: shown.value[0] === undefined ? rootId : hostNodeId(shown.value[0].id),
      groupsInFront: groupsInFront.value,
      tabs: tabs.value,
      status: of?.status.value ?? t('hosts.shown', { count: shown.value.length }, shown.value.length),
      facts: [...(of?.facts.value ?? []), ...versionOf(sessions.own)],
    }
  })

  function versionOf(own: HostSession | null): string[] {
    const version = own === null ? undefined : useHostStore(own).info?.version
    return version === undefined ? [] : [t('product.version', { version })]
  }
}

function composeParts(session: HostSession): HostParts {
  const { t } = i18n.global
  const host = useHostStore()
  const machines = useMachinesStore()
  const selection = useSelectionStore()
  const stateText = useStateText()
  const jobsAtWork = useJobsAtWork()

  const status = computed(() => {
    if (session.isOwn && host.status !== 'connected' && host.status !== 'refused')
      return t(`host.status.${host.status}`)
    const state = hostStateOf(session)
    if (state !== 'connected')
      return t('hosts.stateOf', { name: host.name ?? t('host.unknown'), state: t(`hosts.states.${state}`) })
    const { machine, machines: selected } = selection
    if (selected.length > 1) return t('bulk.status', { count: selected.length })
    if (machine !== null) return t('host.selected', { name: machine.name, state: stateText(machine) })
    const { length: count } = machines.all
    return t('host.machines', { count }, count)
  })

  const facts = computed(() =>
    host.info === null
      ? []
      : [
          ...jobsAtWork.value,
          t('host.processors', { count: host.info.processors }),
          t('host.memory', { memory: formatMegabytes(host.info.totalMemory) }),
        ],
  )

  return { node: useHostNode(session), status, facts, menuOf: useMachineMenu() }
}
