/**
 * The text of a descriptor: UTF-16 by its byte order mark or its zero bytes, else what its own `encoding` line names, UTF-8
 * without one. It ends at the first NUL, with which descriptors within sparse files are filled up.
 */
export function descriptorText(bytes: Uint8Array): string {
  const text = wideText(bytes) ?? narrowText(bytes)
  const end = text.indexOf('\0')
  return (end < 0 ? text : text.slice(0, end)).replace(/^\ufeff/, '')
}

/**
 * Whether a file begins as a descriptor does. As others that read them do, we go by its first line that is neither empty
 * nor a comment, the version: programs spell the comment before it in several ways, or put others first.
 */
export function isDescriptor(head: Uint8Array): boolean {
  const lines = descriptorText(head)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
  const first = lines.find((line) => line !== '' && !line.startsWith('#'))
  if (first !== undefined && /^version\s*=\s*"?\d+"?$/i.test(first)) return true
  return lines[0] !== undefined && /^#\s*disk\s*descriptor\s*file\b/i.test(lines[0])
}

function wideText(bytes: Uint8Array): string | null {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && third !== 0 && fourth === 0)
  if (little) return new TextDecoder('utf-16le').decode(bytes)
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && third === 0 && fourth !== 0)
  return big ? new TextDecoder('utf-16be').decode(bytes) : null
}

function narrowText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  const text = end < 0 ? bytes : bytes.subarray(0, end)
  const encoding = /^\s*encoding\s*=\s*"?([\w-]+)"?\s*$/im.exec(new TextDecoder('latin1').decode(text))?.[1]
  try {
    return new TextDecoder(encoding ?? 'utf-8').decode(text)
  } catch {
    // An encoding nobody knows: names in ASCII still read right.
    return new TextDecoder().decode(text)
  }
}
