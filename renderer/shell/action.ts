import type { Component } from 'vue'

/**
 * One thing a user can do. Menu bar, context menus, toolbar and Actions pane are views of lists of these; they are made
 * anew when what they depend on (state, language) changes.
 */
export interface Action {
  readonly kind: 'action'
  readonly id: string
  readonly label: string
  readonly icon?: Component
  /** As `Delete`, `F1` or `Shift+F6`. */
  readonly shortcut?: string
  /** Present on actions that switch something on and off. */
  readonly checked?: boolean
  /** Why it cannot be done now, in the user's language; null where it can. */
  whyNot(): string | null
  run(): unknown
}

export interface Submenu {
  readonly kind: 'submenu'
  readonly id: string
  readonly label: string
  readonly items: readonly MenuItem[]
}

export interface Separator {
  readonly kind: 'separator'
  readonly id: string
}

export type MenuItem = Action | Submenu | Separator

/** Actions on one thing, under its name. */
export interface ActionGroup {
  readonly id: string
  readonly title: string
  readonly items: readonly MenuItem[]
}

export const always = (): null => null

export function separator(id: string): Separator {
  return { kind: 'separator', id }
}

/** Runs an action unless something speaks against it. */
export function perform(action: Action): void {
  if (action.whyNot() === null) void action.run()
}

/** The actions in a list, those in submenus included. */
export function flatten(items: readonly MenuItem[]): Action[] {
  return items.flatMap((item) => (item.kind === 'action' ? [item] : item.kind === 'submenu' ? flatten(item.items) : []))
}
