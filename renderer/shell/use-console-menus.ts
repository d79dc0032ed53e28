import { computed } from 'vue'
import { locales } from '#shared/messages/index.ts'
import { useHelpStore } from '../dialogs/help.store.ts'
import { i18n, chooseLocale, locale } from '../i18n/index.ts'
import { always, separator, type Action, type ActionGroup, type MenuItem, type Submenu } from './action.ts'
import { ActionsPaneIcon, HelpIcon, TreePaneIcon } from './icons.ts'
import { useLayout, type Layout } from './layout.ts'
import type { ShellTab } from './snap-in.ts'

export interface ConsoleMenuSources {
  readonly groups: () => readonly ActionGroup[]
  readonly tabs: () => readonly ShellTab[]
  readonly managerLabel: () => string
  readonly activeTab: () => string | null
  activate(id: string | null): void
  closeTab(id: string): void
  cycle(step: 1 | -1): void
}

type Shown = { [Key in keyof Layout]: Layout[Key] extends boolean ? Key : never }[keyof Layout]

/** The console's own menus: File, Action (the groups of the Actions pane), View, Window and Help. */
export function useConsoleMenus(sources: ConsoleMenuSources) {
  const { t } = i18n.global
  const layout = useLayout()
  const help = useHelpStore()

  function action(id: string, label: string, more: Partial<Action> & Pick<Action, 'run'>): Action {
    return { kind: 'action', id, label, whyNot: always, ...more }
  }

  function show(what: Shown, more: Partial<Action> = {}): Action {
    return action(what, t(`menus.${what}`), {
      checked: layout[what],
      run: () => (layout[what] = !layout[what]),
      ...more,
    })
  }

  const paneActions = computed(() => [show('tree', { icon: TreePaneIcon }), show('actions', { icon: ActionsPaneIcon })])

  const helpAction = computed(() =>
    action('topics', t('menus.topics'), { icon: HelpIcon, shortcut: 'F1', run: () => (help.open = 'topics') }),
  )

  const file = computed((): MenuItem[] => {
    const desktop = window.viridian !== undefined
    if (desktop) return [action('exit', t('menus.exit'), { run: () => window.close() })]
    const tab = sources.activeTab()
    return [
      action('closeTab', t('menus.closeTab'), {
        whyNot: () => (tab === null ? t('menus.managerInFront') : null),
        run: () => tab !== null && sources.closeTab(tab),
      }),
    ]
  })

  const actions = computed((): MenuItem[] =>
    sources.groups().flatMap((group, index) => [...(index === 0 ? [] : [separator(group.id)]), ...prefixed(group)]),
  )

  const view = computed((): MenuItem[] => [
    ...paneActions.value,
    show('toolbar'),
    show('statusBar'),
    separator('language'),
    {
      kind: 'submenu',
      id: 'languages',
      label: t('menus.language'),
      items: locales.map((each) =>
        action(each, t(`languages.${each}`), { checked: locale.value === each, run: () => chooseLocale(each) }),
      ),
    },
  ])

  const cycleActions = computed(() => [
    action('nextPane', t('menus.nextPane'), { shortcut: 'F6', run: () => sources.cycle(1) }),
    action('previousPane', t('menus.previousPane'), { shortcut: 'Shift+F6', run: () => sources.cycle(-1) }),
  ])

  const windows = computed((): MenuItem[] => [
    ...cycleActions.value,
    ...(sources.tabs().length === 0 ? [] : [separator('tabs')]),
    ...[{ id: null, label: sources.managerLabel() }, ...(sources.tabs().length === 0 ? [] : sources.tabs())]
      .filter(() => sources.tabs().length > 0)
      .map((tab) =>
        action(`tab:${tab.id ?? ''}`, tab.label, {
          checked: tab.id === sources.activeTab(),
          run: () => sources.activate(tab.id),
        }),
      ),
  ])

  const helpMenu = computed((): MenuItem[] => [
    helpAction.value,
    separator('about'),
    action('about', t('menus.about'), { run: () => (help.open = 'about') }),
  ])

  const menus = computed((): Submenu[] =>
    (
      [
        ['file', file.value],
        ['action', actions.value],
        ['view', view.value],
        ['window', windows.value],
        ['help', helpMenu.value],
      ] as const
    ).map(([id, items]) => ({ kind: 'submenu', id, label: t(`menus.${id}`), items })),
  )

  return { menus, paneActions, cycleActions, helpAction }
}

/** A group's items without its Help: the menu bar has a menu for that. */
function prefixed(group: ActionGroup): MenuItem[] {
  const items = group.items.filter((item) => !(item.kind === 'action' && item.isHelp === true))
  while (items.at(-1)?.kind === 'separator') items.pop()
  return items.map((item) => (item.kind === 'separator' ? separator(`${group.id}:${item.id}`) : item))
}
