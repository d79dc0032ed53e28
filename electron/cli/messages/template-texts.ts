/** What the command line says of templates. */
export interface TemplateTexts {
  readonly group: string
  readonly commands: Readonly<Record<'create' | 'list' | 'show' | 'delete', string>>
  readonly nameArgument: string
  readonly options: Readonly<Record<'from' | 'snapshot' | 'description', string>>
  readonly columns: Readonly<Record<'name' | 'start' | 'memory' | 'description', string>>
  readonly details: Readonly<Record<'description' | 'start', string>>
  /** How machines made of one begin. */
  readonly starts: Readonly<Record<'goesOn' | 'anew' | 'disc' | 'disk' | 'notBuilt', string>>
  /** Of a template whose saved state is of another version. */
  readonly stateDoesNotFit: string
  createdMany(names: readonly string[]): string
  made(name: string, machine: string): string
  deleted(name: string): string
  confirmDelete(name: string): string
}
