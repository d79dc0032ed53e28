/** A child process the host talks to in structured-clone messages. */
export interface ChildProcess {
  readonly pid: number
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, after the last message. `error` is what the process last wrote to its standard error. */
  onExit(listener: (exit: ChildExit) => void): void
  /** Ends the process at once (SIGKILL, or what the system has instead). */
  kill(): void
}

export interface ChildExit {
  readonly code: number | null
  /** The signal's name where the system has signals and one ended the process. */
  readonly signal: string | null
  /** The tail of its standard error, at most 4 KB; what a crash report should show. */
  readonly errorOutput: string
}

/**
 * Starts child processes. Two implementations, so that the host is the same in both: `fork-launcher.ts` under Node,
 * `electron/main/utility-launcher.ts` under Electron. A child must end by itself when its parent is gone.
 */
export interface ProcessLauncher {
  /** Runs a built entry of ours. Resolves when the process runs; rejects when it cannot be started. */
  launch(modulePath: string, options: { readonly title: string }): Promise<ChildProcess>
}
