/** The line from a child process to whoever launched it, whichever launcher that was. */
export interface ParentLink {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called when the parent vanished. */
  onGone(listener: () => void): void
}

/** What we use of Electron's `process.parentPort` (utilityProcess); it stands in for Node's IPC channel there. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
}

export function connectToParent(): ParentLink {
  const { parentPort } = process as unknown as { parentPort?: ParentPort }
  if (parentPort !== undefined) {
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', (event) => listener(event.data)),
      onGone: (listener) => parentPort.on('close', listener),
    }
  }
  return {
    post(message) {
      // Between the parent's end and our noticing it, a message has nowhere to go.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage: (listener) => void process.on('message', listener),
    onGone(listener) {
      // A parent that was killed at once was gone before anybody listened.
      if (process.connected) process.once('disconnect', listener)
      else setImmediate(listener)
    },
  }
}
