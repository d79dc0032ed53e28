import { readFile } from 'node:fs/promises'
import { V86, type V86Options } from 'v86'
import { checkInternals, type EmulatorSettings, type Internals } from './internals.ts'
import { allowLargePages } from './large-pages.ts'

/** What of WebAssembly is used here; the types of Node.js do not have it. */
declare const WebAssembly: {
  instantiate(program: Uint8Array, imports: Imports): Promise<{ instance: { exports: Record<string, unknown> } }>
}
type Imports = Record<string, object>

/** What v86's processor, which is WebAssembly, asks of its surroundings. */
interface Surroundings {
  /** Told where in its memory the text is in which it says why it stops. */
  console_log_from_wasm: (offset: number, length: number) => void
  /** The clock of the time stamp counter and the APIC's timer: milliseconds. */
  microtick: () => number
}

interface LoadOptions {
  /** Path of v86.wasm. */
  readonly wasm: string
  /** What all of its timers count by; milliseconds. */
  readonly clock: () => number
  /** Told why the processor stops, before it does. */
  readonly said: (text: string) => void
}

/** An emulator that is loaded and not running. */
export async function loadEmulator(
  settings: EmulatorSettings,
  { wasm, clock, said }: LoadOptions,
): Promise<V86 & Internals> {
  const program = await readFile(wasm)
  allowLargePages(program)
  const load = async (imports: Imports) => {
    const surroundings = imports['env'] as Surroundings
    surroundings.microtick = clock
    surroundings.console_log_from_wasm = (offset, length) => said(text(offset, length))
    const { exports } = (await WebAssembly.instantiate(program, imports)).instance
    const text = (offset: number, length: number) =>
      Buffer.from((exports['memory'] as { buffer: ArrayBuffer }).buffer, offset, length).toString('utf8')
    return exports
  }
  const emulator = await new Promise<V86>((resolve, reject) => {
    const options = {
      ...settings,
      autostart: false,
      wasm_fn: (imports: Imports) => load(imports).catch(reject),
    }
    const loaded = new V86(options as unknown as V86Options)
    loaded.add_listener('emulator-loaded', () => resolve(loaded))
  })
  checkInternals(emulator)
  emulator.v86.constructor.microtick = clock
  return emulator
}
