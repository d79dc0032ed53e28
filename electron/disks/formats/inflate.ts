import { inflate, inflateRaw, type ZlibOptions } from 'node:zlib'

type Inflate = (bytes: Uint8Array, options: ZlibOptions, done: (error: Error | null, bytes: Uint8Array) => void) => void

/** Unpacks raw deflate data (RFC 1951); what follows its end is ignored. Rejects when it is damaged or too long. */
export function inflateRawBlock(stored: Uint8Array, maximum: number): Promise<Uint8Array> {
  return run(inflateRaw, stored, maximum)
}

/** Unpacks a zlib stream (RFC 1950); what follows its end is ignored. Rejects when it is damaged or too long. */
export function inflateBlock(stored: Uint8Array, maximum: number): Promise<Uint8Array> {
  return run(inflate, stored, maximum)
}

function run(unpack: Inflate, stored: Uint8Array, maximum: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    unpack(stored, { maxOutputLength: maximum, chunkSize: maximum }, (error, bytes) => {
      if (error === null) resolve(bytes)
      else reject(error)
    })
  })
}
