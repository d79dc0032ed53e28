import type { CopyRemark, DiskFacts, DiskFinding, ImageParent, ParentFacts } from '#shared/disk.ts'
import type { FloppyName } from '#shared/floppy.ts'

type DiskCommand = 'create' | 'inspect' | 'check' | 'compact' | 'convert' | 'expand' | 'merge' | 'reconnect'

type DiskOption =
  | 'size'
  | 'newSize'
  | 'fixed'
  | 'dynamic'
  | 'parent'
  | 'rightParent'
  | 'repair'
  | 'format'
  | 'backing'
  | 'into'
  | 'force'
  | 'copy'

type Detail =
  | 'file'
  | 'type'
  | 'capacity'
  | 'fileSize'
  | 'allocated'
  | 'blockSize'
  | 'id'
  | 'creator'
  | 'created'
  | 'modified'
  | 'geometry'
  | 'parent'
  | 'health'
  | 'fileSystem'
  | 'format'
  | 'sectorSize'

/** What `viridian disk` says, in one language. */
export interface DiskTexts {
  readonly group: string
  readonly commands: Readonly<Record<DiskCommand, string>>
  readonly arguments: Readonly<Record<'file' | 'newFile' | 'source' | 'target' | 'child', string>>
  readonly options: Readonly<Record<DiskOption, string>>
  readonly usage: {
    invalidSize(text: string): string
    newName(text: string): string
    vhdName(text: string): string
    notForFloppies(flag: string): string
    targetName(text: string): string
    rawHasNoType(flag: string): string
    unknownFormat(text: string): string
    onlyWithCopy(flag: string): string
    backingTooMany(file: string): string
    notTogether(flags: readonly string[]): string
  }
  readonly types: Readonly<Record<DiskFacts['type'], string>>
  readonly floppy: {
    readonly type: string
    capacity(name: FloppyName, bytes: number): string
    readonly noFileSystem: string
  }
  readonly details: Readonly<Record<Detail, string>>
  readonly health: {
    readonly sound: string
    readonly footerDamaged: string
    readonly footerCopyDamaged: string
    readonly headerChecksumWrong: string
    readonly blocksDamaged: string
    readonly truncated: (size: number, needed: number) => string
    readonly blocksNotExamined: string
    /** A disk that this one is based on, told of below it, is not sound. */
    readonly parentNotSound: string
    readonly savedState: string
    readonly parentModified: string
    readonly parent: Readonly<Record<NonNullable<(ParentFacts | ImageParent)['problem']>, string>>
    readonly unexamined: string
  }
  bytes(count: number): string
  readonly findings: {
    readonly [Code in DiskFinding['code']]: (finding: DiskFinding & { readonly code: Code }) => string
  }
  repaired(finding: string): string
  noFindings(file: string): string
  /** The question below what may break. */
  readonly allTheSame: string
  readonly repairHint: string
  readonly notRepairableHint: string
  created(file: string, type: string, capacity: string): string
  createdChild(file: string, parent: string): string
  compacted(file: string, before: string, after: string): string
  notSmaller(file: string, size: string): string
  /** Said before a physical disk is copied. */
  mounted(disk: string): string
  /** `format` is null where it is not known. */
  converted(source: string, target: string, format: string | null): string
  /** Said of a copy. */
  readonly remarks: {
    readonly [Code in CopyRemark['code']]: (remark: CopyRemark & { readonly code: Code }) => string
  }
  expanded(file: string, capacity: string): string
  merged(child: string, parent: string): string
  mergedInto(child: string, target: string): string
  reconnected(child: string, parent: string): string
}
