const prefix = 'viridian.'

/** A remembered choice of this page, or null. Storage may be refused by the browser; then nothing is remembered. */
export function readSetting(name: string): unknown {
  try {
    const text = localStorage.getItem(prefix + name)
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}

export function writeSetting(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value))
  } catch {
    // Nothing is lost but the memory of a choice.
  }
}
