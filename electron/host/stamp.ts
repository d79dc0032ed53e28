/** `<random or proof>~<when it ends, milliseconds of the host's own clock in base 36>` */
const stamped = /^([\w-]{1,90})~([0-9a-z]{1,9})$/

/** Milliseconds that a host which was killed may know less of than the one before it. */
const forgotten = 24 * 60 * 60_000

/** Text that says until when it is worth something; times in milliseconds. */
export function stamp(random: Buffer, now: number, lifetime: number): string {
  return `${random.toString('base64url')}~${Math.floor(now + lifetime).toString(36)}`
}

/** What ends later than anything that begins now can is of a clock whose record was lost. */
export function isCurrent(text: string, now: number, lifetime: number): boolean {
  const match = stamped.exec(text)
  if (match?.[2] === undefined) return false
  const left = Number.parseInt(match[2], 36) - now
  return left > 0 && left <= lifetime + forgotten
}
