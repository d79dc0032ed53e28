import { ViridianError } from '#shared/errors.ts'
import { EmbeddedEngine, embeddedEngine } from './embedded/embedded-engine.ts'
import { embeddedStates } from './embedded/saved-state/saved-states.ts'
import type { SavedStatesOf } from './engine.ts'
import type { ProcessLauncher } from './launcher.ts'
import { EngineRegistry } from './registry.ts'

/** The one place that names the engines of this program. */

export interface InstalledEngineOptions {
  readonly launcher: ProcessLauncher
  /** The built entry of the embedded engine's process, with v86.wasm beside it. */
  readonly machineProcess: string
  /** Folder of bios.bin and vgabios-stdvga.bin. */
  readonly firmware: string
}

export function installedEngines(options: InstalledEngineOptions): EngineRegistry {
  return new EngineRegistry(new EmbeddedEngine(options))
}

/** Those of the usual engine. */
export const usualStates = embeddedStates

const states = new Map([[embeddedEngine.id, embeddedStates]])

/** Saved states without their engines, for processes that power nothing on. */
export const installedStates: SavedStatesOf = (engine) => {
  const found = states.get(engine)
  if (found === undefined) throw new ViridianError('ENGINE_UNKNOWN', { engine })
  return found
}
