/** The data is not a Zstandard frame as RFC 8878 describes it. */
export class ZstdError extends Error {
  override readonly name = 'ZstdError'
}
