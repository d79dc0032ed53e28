/** What the command line says of deleted machines. */
export interface TrashTexts {
  readonly group: string
  readonly descriptions: Readonly<Record<'list' | 'restore' | 'empty', string>>
  readonly nameArgument: string
  readonly options: Readonly<Record<'keepDisks' | 'permanently', string>>
  readonly columns: Readonly<Record<'name' | 'deleted' | 'expires' | 'folder', string>>
  readonly isEmpty: string
  deleted(name: string, days: number): string
  deletedForGood(name: string): string
  confirmDelete(name: string, days: number): string
  confirmForGood(name: string): string
  confirmEmpty(count: number): string
  keptDisks(files: readonly string[]): string
  restored(name: string): string
  emptied(count: number): string
}
