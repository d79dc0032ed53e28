import type { MediaPosition } from '#shared/drive.ts'
import { ViridianError } from '#shared/errors.ts'
import { embeddedStates } from './embedded/saved-state/saved-states.ts'
import { SavedStateError } from './embedded/saved-state/saved-state-error.ts'
import type { EngineDrive } from './engine.ts'

/** A machine's hardware as its configuration has it. */
export interface HardwareParts {
  /** Megabytes. */
  readonly memory: number
  readonly drives: readonly EngineDrive[]
  readonly floppy: string | null
}

/** What can be told of a saved state without reading all of it. */
export interface SavedStateDescription {
  /** Bytes of its file. */
  readonly size: number
  /** Megabytes the guest has. */
  readonly memory: number
  /** Milliseconds since the epoch. */
  readonly written: number
}

/** What an engine does with the files that `save` and `takeSnapshot` have made. */
export interface SavedStates {
  /** Of the states it writes: a state of another cannot be restored. */
  readonly version: string
  adoptDisks(path: string, parts: HardwareParts, media: readonly MediaPosition[]): Promise<void>
  describe(path: string): Promise<SavedStateDescription | null>
  examine(path: string, parts: HardwareParts): Promise<MediaPosition[]>
}

const engines = { embedded: embeddedStates }
export type EngineId = keyof typeof engines

/**
 * Lets a state go on with its machine's disks as they are now, whatever files these were in when it was made. For whoever has
 * put the same content into other files, as merging two disks of a chain does: that it is the same is not checked. Whatever
 * happens the file is wholly the old one or the new one. `name` is the machine's. Rejects with STATE_UNUSABLE where the
 * machine has other hardware than the state or the file is none, and with a `DiskError`. `media` are the drives whose images
 * are in other files as well.
 */
export async function adoptDisks(
  engine: EngineId,
  name: string,
  path: string,
  parts: HardwareParts,
  media: readonly MediaPosition[] = [],
): Promise<void> {
  await usingState(name, () => engines[engine].adoptDisks(path, parts, media))
}

/**
 * The drives that hold other media than when a state was made. Rejects with STATE_UNUSABLE where the state cannot go on with
 * these parts, and with a `DiskError`.
 */
export function examineState(
  engine: EngineId,
  name: string,
  path: string,
  parts: HardwareParts,
): Promise<MediaPosition[]> {
  return usingState(name, () => engines[engine].examine(path, parts))
}

async function usingState<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SavedStateError)) throw error
    throw new ViridianError('STATE_UNUSABLE', { name, problem: error.problem, detail: error.detail }, { cause: error })
  }
}

/** The version of the states that an engine writes, and goes on from. */
export function stateVersion(engine: EngineId): string {
  return engines[engine].version
}

/** Null where the file is no complete state that this version can restore, as one whose writing was cut off. Rejects with a `DiskError`. */
export function describeSavedState(engine: EngineId, path: string): Promise<SavedStateDescription | null> {
  return engines[engine].describe(path)
}
