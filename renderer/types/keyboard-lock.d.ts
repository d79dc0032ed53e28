/** Keyboard Lock (WICG): in full screen also Escape and the system's keys reach the page. Chromium only. */
interface Navigator {
  readonly keyboard?: { lock?(codes?: string[]): Promise<void>; unlock?(): void }
}
