/** What v86 says of a fault that found no handler, nor a handler for that. */
const tripleFault = '#GP handler'
const unimplemented = /^Unimplemented: /
/** Characters; nothing that is said of a fault is longer. */
const longest = 200

/**
 * Why the emulated processor stopped beyond recovery.
 * @param error what stopped it
 * @param said what v86 said before, as Rust words it: where it was in its source, then why
 */
export function describeFault(error: unknown, said: string | null): string {
  if (!(error instanceof Error)) return String(error)
  // A trap of its WebAssembly is how v86 says that it has no way on.
  if (error.name !== 'RuntimeError') return `${error.name}: ${error.message}`
  const reason = reasonOf(said)
  if (reason === tripleFault) return 'triple fault'
  return `v86 does not support what the guest did (${reason ?? error.message})`
}

function reasonOf(said: string | null): string | null {
  const [, ...lines] = said?.split('\n') ?? []
  const reason = lines.join(' ').replace(unimplemented, '').trim().slice(0, longest)
  return reason === '' ? null : reason
}
