import { createCodec, type ByteText } from './codec.ts'

export const nodeBytes: ByteText = {
  encode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
}

export const nodeCodec = createCodec(nodeBytes)
