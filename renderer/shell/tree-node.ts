import type { Component } from 'vue'

/** A node of a tree, with those below it. */
export interface TreeNode<Node> {
  /** Stable while the node exists. */
  readonly id: string
  readonly label: string
  readonly icon: Component
  readonly children: readonly Node[]
}

/** The node with an id, in a node and all below it. */
export function findNode<Node extends { readonly id: string; readonly children: readonly Node[] }>(
  root: Node,
  id: string,
): Node | null {
  if (root.id === id) return root
  for (const child of root.children) {
    const found = findNode(child, id)
    if (found !== null) return found
  }
  return null
}
