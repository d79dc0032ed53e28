import { i18n } from '../i18n/index.ts'
import { computed, type ComputedRef } from 'vue'
import type { Machine } from '#shared/machine.ts'
import { always, separator, type Action, type MenuItem, type Submenu } from '../shell/action.ts'
import type { MachineActions } from '../machines/machine-actions.ts'
import { useMachinesStore } from '../stores/machines.store.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { FullScreenIcon, LeaveFullScreenIcon, SecureAttentionIcon } from './icons.ts'
import { useMediaMenu, type MediaDrive } from './media-menu.ts'
import { menuShortcuts, shortcuts } from './shortcuts.ts'

export const consoles = ['screen', 'serial'] as const
export type Console = (typeof consoles)[number]

/** What the view does for its actions. */
export interface ConnectionControls {
  readonly machine: () => Machine | null
  readonly machineActions: () => MachineActions | null
  readonly settings: ConnectionSettings
  readonly fullScreen: () => boolean
  toggleFullScreen(): unknown
  readonly shown: () => Console
  showConsole(console: Console): unknown
  typeClipboard(): unknown
  /** Asks for the path of a disk to insert into a drive. */
  askForDisk(drive: MediaDrive): unknown
  /** Asks for the name of a snapshot, and takes it. */
  askForSnapshot(): unknown
  showKeys(): unknown
  close(): unknown
}

export interface ConnectionActions {
  readonly secureAttention: ComputedRef<Action>
  /** Snapshot and Revert, and what else changes all that the machine is. */
  readonly states: ComputedRef<readonly Action[]>
  readonly toggleFullScreen: ComputedRef<Action>
  readonly menus: ComputedRef<readonly Submenu[]>
  readonly toolbar: ComputedRef<readonly (readonly Action[])[]>
}

/** Menus and toolbar of a virtual machine connection, as those of Hyper-V's. */
export function useConnectionActions(controls: ConnectionControls): ConnectionActions {
  const { t } = i18n.global
  const machines = useMachinesStore()
  const { settings } = controls
  const mediaOf = useMediaMenu((drive) => controls.askForDisk(drive))

  const unlessRunning = () =>
    controls.machine()?.state === 'Running'
      ? null
      : t('connection.notRunning', { name: controls.machine()?.name ?? '' })

  function action(id: string, label: string, more: Partial<Action> & Pick<Action, 'run'>): Action {
    return { kind: 'action', id, subject: controls.machine()?.id ?? '', label, whyNot: always, ...more }
  }

  const secureAttention = computed(() =>
    action('secureAttention', t('connection.commands.secureAttention'), {
      icon: SecureAttentionIcon,
      shortcut: shortcuts.secureAttention,
      whyNot: unlessRunning,
      run: () => {
        const machine = controls.machine()
        if (machine !== null) return machines.secureAttention(machine.id)
      },
    }),
  )

  const toggleFullScreen = computed(() =>
    action('fullScreen', t('connection.commands.fullScreen'), {
      icon: controls.fullScreen() ? LeaveFullScreenIcon : FullScreenIcon,
      shortcut: shortcuts.fullScreen,
      checked: controls.fullScreen(),
      run: () => controls.toggleFullScreen(),
    }),
  )

  /** Start, Turn Off, Shut Down, Save, Pause or Resume, Reset: one place for each, so that nothing moves as the state changes. */
  const power = computed((): readonly Action[] => {
    const actions = controls.machineActions()
    if (actions === null) return []
    return [actions.start, actions.turnOff, actions.shutDown, actions.save, actions.pauseOrResume, actions.reset]
  })

  const states = computed((): readonly Action[] => {
    const actions = controls.machineActions()
    if (actions === null) return []
    const { takeSnapshot, revert, commitUndoDisks, discardUndoDisks } = actions
    const undoDisks = controls.machine()?.undoDisks
    return [
      {
        ...takeSnapshot,
        label: t('snapshots.actions.takeNamed'),
        // A browser keeps Ctrl+N for itself.
        ...(window.viridian === undefined ? {} : { shortcut: menuShortcuts.takeSnapshot }),
        run: () => controls.askForSnapshot(),
      },
      { ...revert, shortcut: menuShortcuts.revert },
      ...(undoDisks?.enabled === true || undoDisks?.present === true ? [commitUndoDisks, discardUndoDisks] : []),
    ]
  })

  const settingsOf = (actions: MachineActions | null): MenuItem[] =>
    actions === null ? [] : [actions.settings, separator('settings')]

  const menu = (id: keyof typeof menuItems, items: readonly MenuItem[]): Submenu => ({
    kind: 'submenu',
    id,
    label: t(`connection.menus.${id}`),
    items,
  })

  const menuItems = {
    file: (): MenuItem[] => [
      ...settingsOf(controls.machineActions()),
      action('close', t(window.viridian === undefined ? 'connection.commands.close' : 'connection.commands.exit'), {
        run: () => controls.close(),
      }),
    ],
    action: (): MenuItem[] => [
      secureAttention.value,
      separator('power'),
      ...power.value,
      separator('states'),
      ...states.value,
    ],
    media: (): MenuItem[] => {
      const machine = controls.machine()
      return machine === null ? [] : mediaOf(machine)
    },
    clipboard: (): MenuItem[] => [
      action('typeClipboard', t('connection.commands.typeClipboard'), {
        whyNot: unlessRunning,
        run: () => controls.typeClipboard(),
      }),
    ],
    view: (): MenuItem[] => [
      ...consoles.map((console) =>
        action(console, t(`connection.tabs.${console}`), {
          checked: controls.shown() === console,
          run: () => controls.showConsole(console),
        }),
      ),
      separator('look'),
      toggleFullScreen.value,
      action('toolbar', t('connection.commands.toolbar'), {
        checked: settings.toolbar,
        run: () => (settings.toolbar = !settings.toolbar),
      }),
      action('scale', t('connection.commands.scale'), {
        checked: settings.scale,
        run: () => (settings.scale = !settings.scale),
      }),
    ],
    help: (): MenuItem[] => [action('keys', t('connection.commands.keys'), { run: () => controls.showKeys() })],
  }

  return {
    secureAttention,
    states,
    toggleFullScreen,
    menus: computed(() =>
      (Object.keys(menuItems) as (keyof typeof menuItems)[]).map((id) => menu(id, menuItems[id]())),
    ),
    toolbar: computed(() => [[secureAttention.value], power.value, states.value.slice(0, 2), [toggleFullScreen.value]]),
  }
}
