import { execFile } from 'node:child_process'
import path from 'node:path'

const program = path.join(import.meta.dirname, '../../dist/cli/viridian.js')

export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Seconds in which something has to change in a guest that is waited for. */
const stillness = 60
/** How `vm wait` ends that waited in vain. */
const timeUp = 4

/** The command line as a user runs it, against one data folder. */
export class CommandLine {
  readonly home: string

  constructor(home: string) {
    this.home = home
  }

  /** Never rejects for an exit code; a hung command ends after ten minutes. */
  run(...args: string[]): Promise<CommandResult> {
    const options = { env: { ...process.env, VIRIDIAN_HOME: this.home, VIRIDIAN_LANG: 'en' }, timeout: 600_000 }
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
        resolve({ code, stdout, stderr })
      })
    })
  }

  /** Runs a command that has to succeed; gives its output. */
  async expect(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args)
    if (code !== 0) throw new Error(`viridian ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
    return stdout
  }

  /**
   * Waits for a state, or for what a guest shows or says: for as long as its screen changes or it reads or writes, however
   * slowly. Rejects where it stands still.
   */
  async waits(name: string, ...what: string[]): Promise<void> {
    let before = ''
    for (;;) {
      const { code, stdout, stderr } = await this.run('vm', 'wait', name, ...what, '--timeout', String(stillness))
      if (code === 0) return
      const now = code === timeUp ? await this.#reached(name) : before
      if (now === before) throw new Error(`${name} stands still (exit code ${code}): ${stdout}${stderr}\n${now}`)
      before = now
    }
  }

  /** What shows how far a guest has come. */
  async #reached(name: string): Promise<string> {
    const { state, sample } = JSON.parse(await this.expect('vm', 'show', name, '--json')) as {
      state: string
      sample: { diskRead: number; diskWritten: number } | null
    }
    const { stdout } = await this.run('vm', 'screen', name, '--text')
    return [state, sample?.diskRead, sample?.diskWritten, stdout].join('\n')
  }
}
