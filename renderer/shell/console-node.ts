import type { Component } from 'vue'
import type { ActionGroup } from './action.ts'
import type { TreeNode } from './tree-node.ts'

/** A node of the console tree. What its page selects may add groups of its own to the Actions pane. */
export interface ConsoleNode extends TreeNode<ConsoleNode> {
  /** Shown in the results pane while the node is selected; is given the node as `node`. */
  readonly page: Component
  /** First the node's own actions, then those of what is selected on its page. */
  readonly groups: readonly ActionGroup[]
}
