import { constants, deflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib'
import { promisify } from 'node:util'

/** From this size on compressing goes to a thread of its own, so that a guest is not held up by its viewers. */
const LARGE = 96 * 1024

const deflateRawAsync = promisify<Uint8Array, ZlibOptions, Buffer>(deflateRaw)

/** CMF and FLG of a zlib stream: deflate, 32 KB window, no dictionary, fastest (RFC 1950 section 2.2). */
const ZLIB_HEADER = Buffer.from([0x78, 0x01])

/**
 * One zlib stream (RFC 1950) that lives as long as the connection, each piece ending on a byte (sync flush). Every
 * piece is deflated by itself: raw deflate data that was flushed and not finished may be strung together, and pieces
 * need no state between them then. So node:zlib's synchronous calls serve, and nothing is copied between threads for
 * the few hundred bytes of a keystroke.
 */
export class DeflateStream {
  #begun = false

  /** `level` 0 to 9. Await one piece before asking for the next. */
  async write(data: Uint8Array, level: number): Promise<Buffer> {
    const options = { level, finishFlush: constants.Z_SYNC_FLUSH }
    const piece = data.length < LARGE ? deflateRawSync(data, options) : await deflateRawAsync(data, options)
    if (this.#begun) return piece
    this.#begun = true
    return Buffer.concat([ZLIB_HEADER, piece])
  }
}
