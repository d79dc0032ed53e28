import type { Component } from 'vue'
import type { ActionGroup } from './action.ts'

/** A node of the console tree. What its page selects may add groups of its own to the Actions pane. */
export interface ConsoleNode {
  /** Stable while the node exists. */
  readonly id: string
  readonly label: string
  readonly icon: Component
  readonly children: readonly ConsoleNode[]
  /** Shown in the results pane while the node is selected; takes no props. */
  readonly page: Component
  /** First the node's own actions, then those of what is selected on its page. */
  readonly groups: readonly ActionGroup[]
}

export function findNode(root: ConsoleNode, id: string): ConsoleNode | null {
  if (root.id === id) return root
  for (const child of root.children) {
    const found = findNode(child, id)
    if (found !== null) return found
  }
  return null
}
