type TransferOption =
  'linked' | 'full' | 'count' | 'snapshot' | 'noState' | 'noSnapshots' | 'media' | 'name' | 'keepId' | 'inPlace'

/** What `viridian vm clone`, `export` and `import` say, in one language. */
export interface TransferTexts {
  readonly commands: Readonly<Record<'clone' | 'export' | 'import', string>>
  readonly arguments: Readonly<Record<'newName' | 'target' | 'source', string>>
  readonly options: Readonly<Record<TransferOption, string>>
  /** What a snapshot is called that clones are based on, before the time. */
  readonly baseOfClones: string
  cloned(names: readonly string[]): string
  exported(machine: string, path: string): string
  imported(machine: string): string
  readonly stateDoesNotFit: string
  mediaMissing(files: readonly string[]): string
}
