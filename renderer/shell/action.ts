import { shallowReactive, type Component } from 'vue'
import { i18n } from '../i18n/index.ts'
import { isRepeated } from './repeated-input.ts'

/**
 * One thing a user can do. Menu bar, context menus, toolbar and Actions pane are views of lists of these; they are made
 * anew when what they depend on (state, language) changes.
 */
export interface Action {
  readonly kind: 'action'
  readonly id: string
  /** What it is done to, where there are several of a kind; with `id` it tells what is under way. */
  readonly subject?: string
  readonly label: string
  readonly icon?: Component
  /** As `Delete`, `F1` or `Shift+F6`. */
  readonly shortcut?: string
  /** Present on actions that switch something on and off. */
  readonly checked?: boolean
  /** Help has a menu, and a place in the toolbar, of its own. */
  readonly isHelp?: true
  /** Why it cannot be done now, in the user's language; null where it can. */
  whyNot(): string | null
  /** What is under way until a promise settles that it returns. */
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

const underWay = shallowReactive(new Set<string>())

function keyOf({ id, subject }: Pick<Action, 'id' | 'subject'>): string {
  return JSON.stringify([id, subject])
}

/** Whether an action is being done to something, whatever began it. */
export function isUnderWay(id: string, subject: string): boolean {
  return underWay.has(keyOf({ id, subject }))
}

/** An action that something else than its own `run` does to something, until what it gives is called. */
export function underWayUntil(id: string, subject: string): () => void {
  const key = keyOf({ id, subject })
  underWay.add(key)
  return () => underWay.delete(key)
}

/** Why an action cannot be done now, be it that it is being done already; null where it can. */
export function objection(action: Action): string | null {
  return underWay.has(keyOf(action)) ? i18n.global.t('shell.underWay') : action.whyNot()
}

/** Runs an action unless something speaks against it, or the event only repeats the one before. Returns whether it did. */
export function perform(action: Action, event?: Event): boolean {
  if (isRepeated(event) || objection(action) !== null) return false
  const result = action.run()
  if (result instanceof Promise) void track(keyOf(action), result)
  return true
}

async function track(key: string, result: Promise<unknown>): Promise<void> {
  underWay.add(key)
  try {
    await result
  } finally {
    underWay.delete(key)
  }
}

/** The actions in a list, those in submenus included. */
export function flatten(items: readonly MenuItem[]): Action[] {
  return items.flatMap((item) => (item.kind === 'action' ? [item] : item.kind === 'submenu' ? flatten(item.items) : []))
}
