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
