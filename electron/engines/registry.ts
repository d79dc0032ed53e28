import { ViridianError } from '#shared/errors.ts'
import type { Engine, SavedStates } from './engine.ts'

/** The engines of a host. */
export class EngineRegistry {
  /** What machines get that are made without another word. */
  readonly usual: Engine
  readonly #engines: ReadonlyMap<string, Engine>

  constructor(usual: Engine, ...others: readonly Engine[]) {
    this.usual = usual
    this.#engines = new Map([usual, ...others].map((engine) => [engine.id, engine]))
  }

  /** The usual one first. */
  get all(): Engine[] {
    return [...this.#engines.values()]
  }

  has(id: string): boolean {
    return this.#engines.has(id)
  }

  /** Throws ENGINE_UNKNOWN. */
  engine(id: string): Engine {
    const engine = this.#engines.get(id)
    if (engine === undefined) throw new ViridianError('ENGINE_UNKNOWN', { engine: id })
    return engine
  }

  /** Throws ENGINE_UNKNOWN. */
  readonly statesOf = (id: string): SavedStates => this.engine(id).states
}
