import { fork } from 'node:child_process'
import type { ChildExit, ChildProcess, ProcessLauncher } from './launcher.ts'

/** Enough for a message and its stack; see `ChildExit.errorOutput`. */
const errorOutputLimit = 4096

/**
 * A machine's process compiles much at its start and little later. Each compiler thread keeps the most memory it ever
 * used (glibc's malloc gives each its own arena), about 35 MB; with one thread instead of four the lab guest's process
 * is a third smaller, and on two cores it boots faster too, as the compiler leaves the guest a core. The second keeps
 * V8's young generation, which v86 hardly uses, from growing to its default of 48 MB.
 */
const memoryFlags = ['--v8-pool-size=1', '--max-semi-space-size=4']

/** Starts child processes with `child_process.fork`: the launcher of a host that runs under Node. */
export const forkLauncher: ProcessLauncher = {
  launch(modulePath, { title }) {
    return new Promise((resolve, reject) => {
      const child = fork(modulePath, [], {
        // Ours only: inspector and loader flags of the parent are not meant for its children.
        execArgv: [`--title=${title}`, ...memoryFlags],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      })
      let errorOutput = Buffer.alloc(0)
      child.stderr?.on('data', (chunk: Buffer) => {
        errorOutput = Buffer.concat([errorOutput, chunk]).subarray(-errorOutputLimit)
      })
      const exited = new Promise<ChildExit>((settle) => {
        // 'close', not 'exit': it comes after the last message and the last output.
        child.once('close', (code, signal) => settle({ code, signal, errorOutput: errorOutput.toString('utf8') }))
      })
      child.on('error', reject)
      child.once('spawn', () => {
        resolve({
          pid: child.pid ?? 0,
          post(message) {
            // A child that is gone reports itself by its exit, not by each message it missed.
            if (child.connected) child.send(message as object, () => undefined)
          },
          // Messages that come together reach Node's listeners in one turn, before anybody who awaits what the first says
          // has heard of it: a machine that went on and stood still again would be taken for one that went on.
          onMessage: (listener) => void child.on('message', (message) => setImmediate(listener, message)),
          onExit: (listener) => void exited.then((exit) => setImmediate(listener, exit)),
          kill: () => void child.kill('SIGKILL'),
        } satisfies ChildProcess)
      })
    })
  },
}
