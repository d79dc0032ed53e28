import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { timed } from './turns.ts'

const run = promisify(execFile)

/** Null where qemu-io or qemu-img is not installed. */
export async function qemuVersion(): Promise<string | null> {
  try {
    await run('qemu-img', ['--version'])
    const { stdout } = await run('qemu-io', ['--version'])
    return /version \S+/.exec(stdout)?.[0] ?? stdout.trim()
  } catch {
    return null
  }
}

/** Milliseconds of one qemu-io that does all the commands on a VHD, its start with them. */
export function qemuIo(file: string, commands: readonly string[]): Promise<number> {
  const script = commands.flatMap((command) => ['-c', command])
  return timed(() => run('qemu-io', ['-f', 'vpc', ...script, file]))
}

/** Milliseconds of one qemu-io that only opens a VHD. */
export function qemuIoStart(file: string): Promise<number> {
  return qemuIo(file, ['length'])
}

export function qemuImg(...args: readonly string[]): Promise<number> {
  return timed(() => run('qemu-img', args))
}
