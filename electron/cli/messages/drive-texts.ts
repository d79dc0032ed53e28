import type { DrivePosition } from '#shared/drive.ts'

type DriveCommand = 'attach' | 'replace' | 'detach' | 'list' | 'insert' | 'eject'

/** What `viridian vm disk` and `viridian vm media` say, in one language. */
export interface DriveTexts {
  readonly diskGroup: string
  readonly mediaGroup: string
  readonly commands: Readonly<Record<DriveCommand, string>>
  readonly arguments: Readonly<Record<'disk' | 'position' | 'image', string>>
  readonly options: Readonly<Record<'at' | 'mediaAt' | 'newDisk' | 'existingDisk' | 'floppy' | 'force', string>>
  invalidPosition(text: string, positions: readonly string[]): string
  readonly columns: Readonly<Record<'at' | 'kind' | 'content', string>>
  readonly kinds: Readonly<Record<'disk' | 'dvd' | 'floppy', string>>
  position(at: DrivePosition): string
  readonly floppy: string
  readonly empty: string
  templateDisc(name: string): string
  attached(machine: string, file: string, at: string): string
  detached(machine: string, at: string): string
  inserted(machine: string, file: string, at: string): string
  ejected(machine: string, at: string): string
}
