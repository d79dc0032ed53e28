import type { UndoAction } from '#shared/machine-settings.ts'

type SnapshotCommand = 'create' | 'list' | 'show' | 'apply' | 'revert' | 'rename' | 'delete'

/** What `viridian snapshot` and `viridian vm undo-disks` say, in one language. */
export interface SnapshotCliTexts {
  readonly group: string
  readonly commands: Readonly<Record<SnapshotCommand, string>>
  readonly arguments: Readonly<Record<'snapshot' | 'newName', string>>
  readonly options: Readonly<Record<'name' | 'notes' | 'subtree' | 'media' | 'withoutState', string>>
  readonly columns: Readonly<Record<'snapshot' | 'created' | 'id', string>>
  readonly details: Readonly<
    Record<'name' | 'id' | 'notes' | 'parent' | 'created' | 'state' | 'memory' | 'disks', string>
  >
  readonly now: string
  readonly withState: string
  readonly withoutState: string
  ambiguous(text: string): string
  created(machine: string, snapshot: string): string
  renamed(snapshot: string, name: string): string
  applied(machine: string, snapshot: string): string
  deleted(machine: string, snapshot: string): string
  readonly undo: {
    readonly description: string
    readonly options: Readonly<Record<'enable' | 'whenOff' | 'disable' | 'commit' | 'discard', string>>
    invalidAction(text: string, actions: readonly string[]): string
    enabled(machine: string, whenOff: UndoAction): string
    disabled(machine: string): string
  }
}
