import type { Component } from 'vue'
import type { ActionGroup } from './action.ts'
import type { ConsoleNode } from './console-node.ts'

/** What a snap-in gives the shell. Read anew whenever what it depends on changes. */
export interface SnapIn {
  readonly root: ConsoleNode
  /** The node to begin with. */
  readonly firstNode: string
  /** The groups of the Actions pane while a tab is in front; null where they are those of the node. */
  readonly groupsInFront: readonly ActionGroup[] | null
  /** Further documents beside the manager, as tabs. */
  readonly tabs: readonly ShellTab[]
  /** What the status bar says at the moment. */
  readonly status: string
  readonly facts: readonly string[]
}

export interface ShellTab {
  readonly id: string
  readonly label: string
  readonly icon: Component
}
