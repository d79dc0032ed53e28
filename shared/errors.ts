import * as z from 'zod'
import { diskErrorCodes } from './disk-error.ts'
import { drivePositionSchema, mediaPositionSchema } from './drive.ts'
import { abilities, amounts, limitReasons } from './engine.ts'
import { machineChanges, machineCommands, machineCopies, machineStates } from './machine-state.ts'

/** Why a host cannot use a folder. MACHINES_ON: it cannot be forgotten, because machines in it are on. */
export const folderProblems = [
  'NOT_FOUND',
  'NOT_A_FOLDER',
  'NOT_WRITABLE',
  'INSIDE_MACHINE',
  'OTHER_HOST',
  'MACHINES_ON',
] as const

/**
 * The closed list of errors a host answers with: code -> facts. Each code has its sentence, with what to do about it,
 * in `shared/messages/`; the facts fill it in.
 */
export const errorFacts = {
  MACHINE_NOT_FOUND: z.object({ name: z.string() }),
  MACHINE_NAME_TAKEN: z.object({ name: z.string() }),
  /** The machine to be imported under its own id is here already, as `name`. */
  MACHINE_ID_TAKEN: z.object({ name: z.string() }),
  /** What is to be imported is not what an export makes. `detail` names the part that is wrong. */
  PACKAGE_UNUSABLE: z.object({
    path: z.string(),
    problem: z.enum(['NOT_A_PACKAGE', 'DAMAGED', 'UNSAFE', 'NEWER', 'OTHER_VOLUME', 'OTHER_ENGINE']),
    detail: z.string(),
  }),
  /** The state table does not allow the command now. */
  STATE_CONFLICT: z.object({
    name: z.string(),
    command: z.enum([...machineCommands, ...machineCopies, ...machineChanges, 'connect', 'type']),
    state: z.enum(machineStates),
  }),
  /** The guest was asked to shut down, and has not within so many seconds. */
  GUEST_STILL_ON: z.object({ name: z.string(), seconds: z.number() }),
  /** No guest agent answers, and the guest does not hear the power button. */
  GUEST_NOT_LISTENING: z.object({ name: z.string() }),
  /** The machine's configuration cannot be used; see `MachineProblem`. */
  MACHINE_UNUSABLE: z.object({ name: z.string(), file: z.string(), detail: z.string() }),
  SNAPSHOT_NOT_FOUND: z.object({ name: z.string(), snapshot: z.string() }),
  SNAPSHOT_LIMIT: z.object({ name: z.string(), limit: z.number() }),
  /** Disks of the machines `machines` are based on the snapshot's. */
  SNAPSHOT_IN_USE: z.object({ name: z.string(), snapshot: z.string(), machines: z.array(z.string()) }),
  /** Images in drives of a guest that goes on were changed since the snapshot was taken, or are gone. */
  SNAPSHOT_MEDIA_CHANGED: z.object({ name: z.string(), snapshot: z.string(), paths: z.array(z.string()) }),
  /** The guest cannot go on where it was when the snapshot was taken. Facts as of STATE_UNUSABLE. */
  SNAPSHOT_STATE_UNUSABLE: z.object({
    name: z.string(),
    snapshot: z.string(),
    problem: z.enum(['DAMAGED', 'OTHER_VERSION', 'OTHER_HARDWARE', 'DISK_CHANGED']),
    detail: z.string(),
  }),
  /** There is no picture of a machine that was off. */
  SNAPSHOT_WITHOUT_IMAGE: z.object({ name: z.string(), snapshot: z.string() }),
  /** The machine, as it is now, came of no snapshot. */
  NO_SNAPSHOT: z.object({ name: z.string() }),
  /** The disk at `path` is one of those that snapshots or undo disks of the machine `name` are made of. */
  DISK_IN_SNAPSHOTS: z.object({ path: z.string(), name: z.string() }),
  /** A machine has either snapshots or undo disks. */
  SNAPSHOTS_EXIST: z.object({ name: z.string() }),
  UNDO_DISKS_ENABLED: z.object({ name: z.string() }),
  /** What they keep is to be committed or discarded first. */
  UNDO_DISKS_PRESENT: z.object({ name: z.string() }),
  /** There is nothing to commit or discard. */
  NO_UNDO_DISKS: z.object({ name: z.string() }),
  TEMPLATE_NOT_FOUND: z.object({ name: z.string() }),
  /** The template is known, its disc has not been made on this host. */
  TEMPLATE_NOT_BUILT: z.object({ name: z.string() }),
  TEMPLATE_NAME_TAKEN: z.object({ name: z.string() }),
  /** The template's configuration cannot be used; see `MachineProblem`. */
  TEMPLATE_UNUSABLE: z.object({ name: z.string(), file: z.string(), detail: z.string() }),
  /** Disks of the machines `machines`, which may be in the trash, are based on the template's. */
  TEMPLATE_IN_USE: z.object({ name: z.string(), machines: z.array(z.string()) }),
  /** A machine that goes on has the memory its template was saved with. Megabytes. */
  TEMPLATE_MEMORY_FIXED: z.object({ name: z.string(), memory: z.number() }),
  /** The disk at `path` is one of the template `name`: nobody may write to it. */
  DISK_OF_TEMPLATE: z.object({ path: z.string(), name: z.string() }),
  MEDIA_NOT_FOUND: z.object({ path: z.string() }),
  MEDIA_UNREADABLE: z.object({ path: z.string(), detail: z.string() }),
  /** Shorter than the volume descriptor says. Sizes in bytes. */
  MEDIA_TRUNCATED: z.object({ path: z.string(), expected: z.number(), actual: z.number() }),
  /** Not an ISO 9660 image at all. */
  MEDIA_NOT_ISO: z.object({ path: z.string() }),
  /** An ISO 9660 image without an El Torito boot entry for a PC BIOS. */
  MEDIA_NOT_BOOTABLE: z.object({ path: z.string() }),
  /** One whose boot entries are all for computers with EFI. */
  MEDIA_NEEDS_EFI: z.object({ path: z.string() }),
  /** Something is plugged in there already. */
  DRIVE_POSITION_TAKEN: z.object({ name: z.string(), at: drivePositionSchema }),
  /** Something is plugged into every place. */
  DRIVE_POSITIONS_FULL: z.object({ name: z.string() }),
  /** The machine, or its engine, has no such controller. */
  DRIVE_PLACE_MISSING: z.object({ name: z.string(), at: drivePositionSchema }),
  /** Nothing is plugged in there. */
  DRIVE_NOT_FOUND: z.object({ name: z.string(), at: mediaPositionSchema }),
  /** Media go into CD/DVD and floppy drives only; without `at` the machine has no drive for them. */
  DRIVE_TAKES_NO_MEDIA: z.object({ name: z.string(), at: mediaPositionSchema.nullable() }),
  /** The machine `name` has the disk already, or would be broken by what was asked for. */
  DISK_ATTACHED: z.object({ path: z.string(), name: z.string() }),
  /** A virtual hard disk cannot be used: `problem` is a code of `DiskErrorFacts`, whose facts stand beside it. */
  DISK_FAILED: z
    .object({ problem: z.enum(diskErrorCodes) })
    .catchall(z.union([z.string(), z.number(), z.array(z.string())])),
  /** The machines `machines` use the disk of the machine `name`, or disks that are based on it. */
  DISK_NEEDED: z.object({ name: z.string(), path: z.string(), machines: z.array(z.string()) }),
  /** What was named without a folder is in none of `folders`, where the host looked for it. */
  FILE_NOT_FOUND: z.object({ name: z.string(), folders: z.array(z.string()) }),
  /** A folder is not one the host can use. `detail` is the machine's name of INSIDE_MACHINE and MACHINES_ON, else the system's words. */
  FOLDER_UNUSABLE: z.object({
    path: z.string(),
    problem: z.enum(folderProblems),
    detail: z.string(),
  }),
  /** The host's own settings cannot be understood, so that they are not changed. */
  SETTINGS_UNUSABLE: z.object({ file: z.string(), detail: z.string() }),
  /** Nothing of that name or id is in the trash. */
  TRASH_NOT_FOUND: z.object({ name: z.string() }),
  JOB_NOT_FOUND: z.object({ id: z.string() }),
  /** The work on `path` was cancelled before it was done. */
  JOB_CANCELLED: z.object({ path: z.string() }),
  /** The work on `path` must come to its end. */
  JOB_NOT_CANCELLABLE: z.object({ path: z.string() }),
  /** Whoever did the work on `path` ended before it was done: its process, or the host. */
  JOB_INTERRUPTED: z.object({ path: z.string(), detail: z.string() }),
  /** More memory than this host can give. Megabytes. */
  MEMORY_EXCEEDS_HOST: z.object({ memory: z.number(), available: z.number() }),
  /** This host has no engine of that id. */
  ENGINE_UNKNOWN: z.object({ engine: z.string() }),
  /** The machine's engine is not on this host. */
  ENGINE_MISSING: z.object({ name: z.string(), engine: z.string() }),
  /** The engine, by its name, gives a machine no less and no more of something. Memory in megabytes. */
  ENGINE_LIMIT: z.object({
    name: z.string(),
    engine: z.string(),
    what: z.enum(amounts),
    wanted: z.number(),
    minimum: z.number(),
    maximum: z.number(),
    reason: z.enum(limitReasons),
  }),
  /** The engine, by its name, cannot do what this takes. */
  ENGINE_CANNOT: z.object({
    name: z.string(),
    engine: z.string(),
    ability: z.enum(abilities),
    reason: z.enum(limitReasons),
  }),
  /** The engine could not start or carry out a command. */
  ENGINE_FAILED: z.object({ name: z.string(), detail: z.string() }),
  /** A saved state cannot be restored. `detail` is the path of the changed disk, or says more in a program's words. */
  STATE_UNUSABLE: z.object({
    name: z.string(),
    problem: z.enum(['DAMAGED', 'OTHER_VERSION', 'OTHER_HARDWARE', 'DISK_CHANGED']),
    detail: z.string(),
  }),
  /** Text with characters that no key of the guest's keyboard types. */
  TEXT_NOT_TYPABLE: z.object({ character: z.string() }),
  /** The host could not read or write its own files. */
  STORAGE_FAILED: z.object({ path: z.string(), detail: z.string() }),
  /** The data folder cannot be written to; see `Restriction`. */
  HOST_READ_ONLY: z.object({ home: z.string(), problem: z.enum(['readOnly', 'full']), detail: z.string() }),
  /** What is to be a host's address is none. */
  HOST_ADDRESS_INVALID: z.object({ address: z.string() }),
  /** Hosts are reached on this computer alone, so far. */
  HOST_ADDRESS_NOT_LOCAL: z.object({ address: z.string() }),
  /** The host that is to be added is the one that was asked, or has a copy of its data folder. */
  HOST_IS_THIS_ONE: z.object({ address: z.string() }),
  /** Who answers at the new address of the host `name` is another host. */
  HOST_IS_ANOTHER: z.object({ name: z.string(), address: z.string() }),
  /** The host is known already, as `name`. */
  HOST_ALREADY_ADDED: z.object({ name: z.string(), address: z.string() }),
  HOST_NAME_TAKEN: z.object({ name: z.string() }),
  HOST_LIMIT: z.object({ limit: z.int() }),
  /** No host of that name or id is known. */
  HOST_NOT_FOUND: z.object({ name: z.string() }),
  /** Nobody answers at a remote host's address, or not in time. */
  REMOTE_UNREACHABLE: z.object({ address: z.string(), detail: z.string() }),
  /** Who answers there is no host that knows the access key, or says what no host says. */
  REMOTE_NOT_VIRIDIAN: z.object({ address: z.string() }),
  /** The host does not know the access key (any more). */
  REMOTE_KEY_REFUSED: z.object({ address: z.string() }),
  REMOTE_OTHER_VERSION: z.object({
    address: z.string(),
    hostVersion: z.string(),
    hostProtocol: z.int(),
    protocol: z.int(),
  }),
  /** Not a whole access key. */
  ACCESS_KEY_INVALID: z.object({}),
  ACCESS_KEY_NAME_TAKEN: z.object({ name: z.string() }),
  ACCESS_KEY_LIMIT: z.object({ limit: z.int() }),
  /** No access key of that name or id was given out. */
  ACCESS_KEY_NOT_FOUND: z.object({ name: z.string() }),
  /** What only the host's own programs and pages may do, so that an access key ends with its revocation. */
  OWNER_ONLY: z.object({}),
  UNAUTHORIZED: z.object({}),
  INPUT_INVALID: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) }),
  /** A client has as many calls under way as one may have. */
  TOO_MANY_CALLS: z.object({ limit: z.int() }),
  INTERNAL: z.object({ detail: z.string() }),
} as const

export type ErrorCode = keyof typeof errorFacts
export type ErrorFacts<Code extends ErrorCode> = z.infer<(typeof errorFacts)[Code]>

export type DiskFailureFacts = ErrorFacts<'DISK_FAILED'>
export type SavedStateFacts = ErrorFacts<'STATE_UNUSABLE'>

/** An expected failure: thrown by the host's services, carried by the contract, shown by `shared/messages/`. */
export class ViridianError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'ViridianError'
  readonly code: Code
  readonly facts: ErrorFacts<Code>

  constructor(code: Code, facts: ErrorFacts<Code>, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(facts)}`, options)
    this.code = code
    this.facts = facts
  }
}

/** What a host refuses whose data folder cannot be written to, and what its consoles say of it. */
export function hostReadOnly(
  home: string,
  restriction: Pick<ErrorFacts<'HOST_READ_ONLY'>, 'problem' | 'detail'>,
): ViridianError {
  return new ViridianError('HOST_READ_ONLY', { home, ...restriction })
}
