/// <reference lib="esnext.typedarrays" />
import { createCodec, type ByteText, type Codec, type Extension } from './codec.ts'

export const pageBytes: ByteText = {
  encode: (bytes) => bytes.toBase64(),
  decode: (text) => Uint8Array.fromBase64(text),
}

export function createPageCodec(extension?: Extension): Codec {
  return createCodec(pageBytes, extension)
}
