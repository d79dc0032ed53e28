/**
 * Structured clone to JSON text and back, in Node and in pages alike: what Electron's IPC does with V8's serializer.
 * Shared references inside one value are written twice; cycles are refused.
 */
export type Wire = null | string | boolean | number | Tagged | Wire[]

export interface Tagged {
  readonly t: string
  readonly v?: unknown
}

/** Bytes to base64 and back; each side has its own quick way. */
export interface ByteText {
  encode(bytes: Uint8Array): string
  decode(text: string): Uint8Array<ArrayBuffer>
}

/** More kinds of values than structured clone knows: functions and promises over the context bridge. */
export interface Extension {
  encode(value: object): Tagged | undefined
  decode(tagged: Tagged): unknown
}

export interface Codec {
  encode(value: unknown): Wire
  decode(wire: Wire): unknown
}

const errors: Readonly<Record<string, ErrorConstructor>> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
}

function notCloneable(): never {
  throw new Error('An object could not be cloned.')
}

const kindOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1)

export function createCodec(bytes: ByteText, extension?: Extension): Codec {
  function encode(value: unknown, above: readonly object[]): Wire {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (value === undefined) return { t: 'undefined' }
    if (typeof value === 'number') {
      if (Object.is(value, -0)) return { t: 'number', v: '-0' }
      return Number.isFinite(value) ? value : { t: 'number', v: String(value) }
    }
    if (typeof value === 'bigint') return { t: 'bigint', v: String(value) }
    if (typeof value === 'symbol') notCloneable()
    const extended = extension?.encode(value)
    if (extended !== undefined) return extended
    if (typeof value === 'function' || above.includes(value)) notCloneable()
    const below = [...above, value]
    if (value instanceof Uint8Array) return { t: 'bytes', v: bytes.encode(value) }
    if (Array.isArray(value)) return value.map((item) => encode(item, below))
    if (value instanceof ArrayBuffer) return { t: 'buffer', v: bytes.encode(new Uint8Array(value)) }
    if (value instanceof Date) return { t: 'date', v: value.getTime() }
    if (value instanceof Error) return { t: 'error', v: [value.name, value.message, value.stack ?? ''] }
    if (value instanceof Map) return { t: 'map', v: [...value].map((pair) => encode(pair, below)) }
    if (value instanceof Set) return { t: 'set', v: [...value].map((item) => encode(item, below)) }
    if (kindOf(value) !== 'Object') notCloneable()
    return { t: 'object', v: Object.entries(value).map(([key, item]) => [key, encode(item, below)]) }
  }

  function decode(wire: Wire): unknown {
    if (wire === null || typeof wire !== 'object') return wire
    if (Array.isArray(wire)) return wire.map(decode)
    switch (wire.t) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(wire.v)
      case 'bigint':
        return BigInt(wire.v as string)
      case 'bytes':
        return bytes.decode(wire.v as string)
      case 'buffer':
        return bytes.decode(wire.v as string).buffer
      case 'date':
        return new Date(wire.v as number)
      case 'error': {
        const [name = 'Error', message = '', stack = ''] = wire.v as string[]
        const error = new (errors[name] ?? Error)(message)
        error.stack = stack
        return error
      }
      case 'map':
        return new Map((wire.v as Wire[]).map((pair) => decode(pair) as [unknown, unknown]))
      case 'set':
        return new Set((wire.v as Wire[]).map(decode))
      case 'object':
        return Object.fromEntries((wire.v as [string, Wire][]).map(([key, item]) => [key, decode(item)]))
      default:
        return extension?.decode(wire)
    }
  }

  return { encode: (value) => encode(value, []), decode }
}

/** A message on a port as text: bytes as bare base64 and strings as they are, since those are nearly all of them. */
export function encodeMessage(codec: Codec, bytes: ByteText, message: unknown): string {
  if (message instanceof Uint8Array) return `b${bytes.encode(message)}`
  if (typeof message === 'string') return `s${message}`
  return `j${JSON.stringify(codec.encode(message))}`
}

export function decodeMessage(codec: Codec, bytes: ByteText, text: string): unknown {
  const body = text.slice(1)
  if (text.startsWith('b')) return bytes.decode(body)
  if (text.startsWith('s')) return body
  return codec.decode(JSON.parse(body) as Wire)
}
