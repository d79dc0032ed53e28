import { decompress } from 'fzstd'

/** Unpacks one Zstandard frame. */
export function decompressZstd(stored: Uint8Array, maximum: number): Uint8Array {
  return decompress(stored, new Uint8Array(maximum))
}
