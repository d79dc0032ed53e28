import { timingSafeEqual } from 'node:crypto'

/** Equal in constant time, so that the answer's delay tells nothing about a secret. */
export function isEqual(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
