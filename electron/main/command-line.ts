import type { ListenAddress } from '#electron/server/address.ts'

/** Loopback, any free port; `--listen ADDRESS:PORT` says otherwise. Null where it cannot be understood. */
export function parseListen(args: readonly string[]): ListenAddress | null {
  const index = args.findIndex((arg) => arg === '--listen' || arg.startsWith('--listen='))
  if (index < 0) return { address: '127.0.0.1', port: 0 }
  const text = args[index]?.startsWith('--listen=') === true ? args[index].slice('--listen='.length) : args[index + 1]
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text ?? '')
  const address = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  return address === undefined || port > 65_535 ? null : { address, port }
}
