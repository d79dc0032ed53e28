import type { DiskFacts } from '#shared/disk.ts'

export type EditAction = 'compact' | 'convert' | 'expand' | 'merge' | 'reconnect' | 'check'

/** What has to be minded of a disk before it is edited. */
export type Caution = 'brokenParent' | 'otherParent' | 'brokenChain' | 'savedState'

/** What can be done to a disk: as in Hyper-V's wizard, and a check of each. `chain` is the disk, then its parents. */
export function actionsFor(chain: readonly DiskFacts[]): EditAction[] {
  const disk = chain[0]
  if (disk === undefined) return []
  if (hasLostParent(disk)) return ['reconnect', 'check']
  if (brokenLink(chain) !== null) return ['check']
  const changing = changesFor(disk)
  // A copy and a check leave the disk as its saved machine needs it.
  return [...(disk.savedState ? changing.filter((action) => action === 'convert') : changing), 'check']
}

function changesFor({ type }: DiskFacts): EditAction[] {
  switch (type) {
    case 'dynamic':
      return ['compact', 'convert', 'expand']
    case 'fixed':
      return ['convert', 'expand']
    case 'differencing':
      return ['compact', 'merge']
  }
}

export function cautionFor(chain: readonly DiskFacts[]): Caution | null {
  const disk = chain[0]
  if (disk === undefined) return null
  if (hasLostParent(disk)) return disk.parent?.problem === 'PARENT_CHANGED' ? 'otherParent' : 'brokenParent'
  if (brokenLink(chain) !== null) return 'brokenChain'
  return disk.savedState ? 'savedState' : null
}

/** The parent in the chain whose own parent is not to be had; null where the chain is whole. */
export function brokenLink(chain: readonly DiskFacts[]): DiskFacts | null {
  return chain.slice(1).find(hasLostParent) ?? null
}

function hasLostParent({ parent }: DiskFacts): boolean {
  return (parent?.problem ?? null) !== null
}
