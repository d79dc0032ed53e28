import type { Stroke } from '../keyboard/strokes.ts'

/** What SeaBIOS says while it waits for the key. */
const prompt = /Press ESC for boot menu/
const escape: readonly Stroke[] = [[0x01], [0x81]]
/** Milliseconds between two looks at the screen; SeaBIOS waits for two and a half seconds. */
const lookEvery = 100

export interface BootMenuPc {
  screenText(): string[]
  type(strokes: readonly Stroke[]): Promise<void>
}

/**
 * Opens the menu of the firmware when it offers it: it forgets every key that was pressed before. Ends with the signal.
 */
export function openBootMenu(pc: BootMenuPc, signal: AbortSignal): void {
  const stop = () => clearInterval(looking)
  const looking = setInterval(() => {
    if (!pc.screenText().some((row) => prompt.test(row))) return
    stop()
    void pc.type(escape)
  }, lookEvery)
  signal.addEventListener('abort', stop)
}
