/** Constructors by which a program comes by bytes; other ways copy what these have made. */
const constructors = ['ArrayBuffer', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'Int32Array'] as const

type Constructor = (typeof constructors)[number]

/**
 * Counts the bytes of all buffers that are made, also those that are free again, so that the count is never less than
 * what was held at any moment.
 */
export class Allocations {
  bytes = 0
  readonly #originals = constructors.map((name) => [name, globalThis[name]] as const)

  constructor() {
    for (const [name, original] of this.#originals) put(name, this.#counting(original))
  }

  /** Gives back what counting has replaced. */
  end(): void {
    for (const [name, original] of this.#originals) put(name, original)
  }

  #counting(original: (typeof globalThis)[Constructor]): object {
    const counting: object = new Proxy(original, {
      construct: (target, words: unknown[], newTarget) => {
        const made = Reflect.construct(target, words, newTarget === counting ? target : newTarget) as ArrayBufferView
        // Over a buffer that is there already it is a view, and takes nothing.
        if (!(words[0] instanceof ArrayBuffer)) this.bytes += made.byteLength
        return made
      },
    })
    return counting
  }
}

function put(name: Constructor, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false })
}
