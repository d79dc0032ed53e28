// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { snapshotTree, type SnapshotNode } from '#renderer/machines/snapshots/snapshot-tree.ts'
import { aSnapshot, machine } from './values.ts'

/** As an outline: two spaces a level. */
function outline(nodes: readonly SnapshotNode[], indent = ''): string[] {
  return nodes.flatMap(({ label, children }) => [indent + label, ...outline(children, `${indent}  `)])
}

const snapshots = [
  aSnapshot({ id: 'a', name: 'A' }),
  aSnapshot({ id: 'b', name: 'B', parent: 'a' }),
  aSnapshot({ id: 'c', name: 'C', parent: 'b' }),
  aSnapshot({ id: 'd', name: 'D', parent: 'a' }),
]

describe('the tree of snapshots', () => {
  it('has each below the one it came of, in the order they were taken, and Now below its own', () => {
    const tree = snapshotTree(machine({ snapshots, currentSnapshot: 'b' }), 'Now')
    expect(outline(tree)).toEqual(['A', '  B', '    C', '    Now', '  D'])
  })

  it('has Now beside the first ones where the machine came of none', () => {
    expect(outline(snapshotTree(machine({ snapshots, currentSnapshot: null }), 'Now')).at(-1)).toBe('Now')
  })

  it('is empty without snapshots', () => {
    expect(snapshotTree(machine(), 'Now')).toEqual([])
  })
})
