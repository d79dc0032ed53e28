import type { Component } from 'vue'
import type { Machine } from '#shared/machine.ts'
import type { MachineSnapshot } from '#shared/snapshot.ts'
import type { TreeNode } from '../../shell/tree-node.ts'
import { NowIcon, SnapshotIcon } from './icons.ts'

/** A snapshot, or with null the machine as it is now. */
export interface SnapshotNode extends TreeNode<SnapshotNode> {
  readonly snapshot: MachineSnapshot | null
}

/** No snapshot's: those are made of random characters. */
export const nowId = 'now'

/**
 * The snapshots of a machine as Hyper-V Manager shows them: each below the one it came of, in the order they were
 * taken, and Now below the one the machine came of. Empty where there is none.
 */
export function snapshotTree(
  machine: Pick<Machine, 'snapshots' | 'currentSnapshot'>,
  now: string,
): readonly SnapshotNode[] {
  const { snapshots, currentSnapshot } = machine
  const leaf = (id: string, label: string, icon: Component): SnapshotNode => ({
    id,
    label,
    icon,
    children: [],
    snapshot: null,
  })
  const below = (parent: string | null): SnapshotNode[] => [
    ...snapshots
      .filter((snapshot) => snapshot.parent === parent)
      .map((snapshot) => ({
        ...leaf(snapshot.id, snapshot.name, SnapshotIcon),
        children: below(snapshot.id),
        snapshot,
      })),
    ...(parent === currentSnapshot ? [leaf(nowId, now, NowIcon)] : []),
  ]
  return snapshots.length === 0 ? [] : below(null)
}
