/** Device names that Windows takes for files of any folder, with or without an extension. */
const reservedOnWindows = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i

/** File systems allow 255 bytes a name; the rest is for a number behind it. */
const maximumBytes = 200

/** Of a machine's name, in UTF-16 units. */
const maximumLength = 100

/** Names that differ only in letter case or in how accents are composed are one name to people and to many systems. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC')
}

/** A folder name for a machine name, valid on Windows, macOS and Linux alike. Never begins with a dot. */
export function safeFolderName(name: string): string {
  let safe = name
    .normalize('NFC')
    .replace(/[*?:<>/|\\"\p{Cc}]/gu, '_')
    .replace(/\p{Surrogate}/gu, '_')
  while (Buffer.byteLength(safe) > maximumBytes) safe = [...safe].slice(0, -1).join('')
  safe = safe.trim().replace(/[. ]+$/, '')
  if (safe === '' || safe.startsWith('.') || reservedOnWindows.test(safe)) safe = `_${safe}`
  return safe
}

/** The name itself, or with the first number behind it that makes it unlike all that are taken. */
export function uniqueName(name: string, taken: Iterable<string>): string {
  const keys = new Set([...taken].map(nameKey))
  if (!keys.has(nameKey(name))) return name
  for (let number = 2; ; number++) {
    const suffix = ` (${number})`
    // A cut must not leave half of a character outside the basic plane.
    const candidate = name.slice(0, maximumLength - suffix.length).replace(/\p{Surrogate}$/u, '') + suffix
    if (!keys.has(nameKey(candidate))) return candidate
  }
}
