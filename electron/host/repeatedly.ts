/**
 * Looks again and again, `interval` milliseconds after each look has come to its end, until the signal aborts. What fails is
 * told of, and tried the next time.
 */
export function repeatedly(what: string, interval: number, signal: AbortSignal, look: () => Promise<void>): void {
  const again = () => {
    if (signal.aborted) return
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      void look()
        .catch((error: unknown) => console.error(`${what} could not be watched:`, error))
        .finally(again)
    }, interval).unref()
    const stop = () => clearTimeout(timer)
    signal.addEventListener('abort', stop, { once: true })
  }
  again()
}
