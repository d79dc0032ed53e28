import { execFile } from 'node:child_process'
import path from 'node:path'

const program = path.join(import.meta.dirname, '../../dist/cli/viridian.js')

export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The command line as a user runs it, against one data folder. */
export class CommandLine {
  readonly home: string

  constructor(home: string) {
    this.home = home
  }

  /** Never rejects for an exit code; a hung command ends after two minutes. */
  run(...args: string[]): Promise<CommandResult> {
    const options = { env: { ...process.env, VIRIDIAN_HOME: this.home, VIRIDIAN_LANG: 'en' }, timeout: 120_000 }
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
}
