import { createHash } from 'node:crypto'

/** Prefix Microsoft's virtual machines have on the network. */
const prefix = [0x00, 0x15, 0x5d]

/** The address of a machine's adapter: always the same for the same machine. */
export function macAddress(machineId: string): string {
  const bytes = Buffer.from([...prefix, ...createHash('sha256').update(machineId).digest().subarray(0, 3)])
  return bytes.toString('hex').replace(/..(?!$)/g, '$&:')
}

/** The six bytes of an address. */
export function addressBytes(address: string): Uint8Array {
  return Uint8Array.from(address.split(':').map((byte) => Number.parseInt(byte, 16)))
}
