import type { ListenAddress } from '#electron/server/address.ts'

/** Loopback, any free port; `--listen ADDRESS:PORT` says otherwise. Null where it cannot be understood. */
export function parseListen(args: readonly string[]): ListenAddress | null {
  const index = args.findIndex((arg) => arg === '--listen' || arg.startsWith('--listen='))
  if (index < 0) return { address: '127.0.0.1', port: 0 }
  const text = args[index]?.startsWith('--listen=') === true ? args[index].slice('--listen='.length) : args[index + 1]
  // As `viridian serve` takes it: the address may be left out.
  const match = /^(?:(?:\[([^\]]+)\]|([^:[\]]*)):)?(\d{1,5})$/.exec(text ?? '')
  const port = Number(match?.[3])
  if (match === null || port > 65_535) return null
  return { address: match[1] ?? (match[2] || '127.0.0.1'), port }
}
