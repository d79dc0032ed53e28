import type { Component } from 'vue'

/** A line of the tree of settings and the page it shows. */
export interface SettingsNode {
  readonly id: string
  readonly level: 1 | 2
  readonly label: string
  /** What is set, as the tree shows it below the label. */
  readonly detail: string
  readonly icon: Component
  readonly page: Component
  readonly props: Readonly<Record<string, unknown>>
}

/** Nodes below a title; none of them is empty. */
export interface SettingsGroup {
  readonly title: string
  readonly nodes: readonly SettingsNode[]
}

/** What a dialog of settings can be told, beside what it shows. */
export interface SettingsFocus {
  /** Goes to what is to be entered, or corrected, on the page that is shown. */
  focusPage(): void
  focusSubmit(): void
}
