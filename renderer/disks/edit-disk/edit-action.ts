import type { DiskFacts } from '#shared/disk.ts'

export type EditAction = 'compact' | 'convert' | 'expand' | 'merge' | 'reconnect' | 'check'

/** What has to be minded of a disk before it is edited. */
export type Caution =
  'damaged' | 'brokenParent' | 'otherParent' | 'circle' | 'unreadableParent' | 'brokenChain' | 'savedState'

/** What can be done to a disk: as in Hyper-V's wizard, and a check of each. `chain` is the disk, then its parents. */
export function actionsFor(chain: readonly DiskFacts[]): EditAction[] {
  const disk = chain[0]
  if (disk === undefined) return []
  if (isDamaged(disk)) return ['check']
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

const cautionOf = {
  PARENT_NOT_FOUND: 'brokenParent',
  PARENT_CHANGED: 'otherParent',
  PARENT_CIRCLE: 'circle',
  PARENT_UNREADABLE: 'unreadableParent',
} as const

export function cautionFor(chain: readonly DiskFacts[]): Caution | null {
  const disk = chain[0]
  if (disk === undefined) return null
  if (isDamaged(disk)) return 'damaged'
  if (hasLostParent(disk)) return cautionOf[disk.parent?.problem ?? 'PARENT_NOT_FOUND']
  if (brokenLink(chain) !== null) return 'brokenChain'
  return disk.savedState ? 'savedState' : null
}

/** The parent in the chain whose own parent is not to be had; null where the chain is whole. */
export function brokenLink(chain: readonly DiskFacts[]): DiskFacts | null {
  return chain.slice(1).find(hasLostParent) ?? null
}

function isDamaged({ blocks }: DiskFacts): boolean {
  return blocks === 'damaged'
}

function hasLostParent({ parent }: DiskFacts): boolean {
  return (parent?.problem ?? null) !== null
}
