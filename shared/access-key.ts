import * as z from 'zod'

/**
 * An access key opens a host to another console, which keeps it. One word without anything that terminals, mail programs or
 * a double click would part it at: `viridian_<id>_<secret>`, both in hexadecimal digits.
 */
export interface AccessKey {
  readonly id: string
  readonly secret: string
}

/** Hexadecimal digits. */
export const accessKeyIdLength = 16
export const accessKeySecretLength = 64

export const accessKeyIdSchema = z.string().regex(new RegExp(`^[0-9a-f]{${accessKeyIdLength}}$`))
export const accessKeySecretSchema = z.string().regex(new RegExp(`^[0-9a-f]{${accessKeySecretLength}}$`))

const written = new RegExp(`^viridian_([0-9a-f]{${accessKeyIdLength}})_([0-9a-f]{${accessKeySecretLength}})$`)

export function formatAccessKey({ id, secret }: AccessKey): string {
  return `viridian_${id}_${secret}`
}

/** Null for what is no whole access key. Space around it does not matter, nor the case of its letters. */
export function parseAccessKey(text: string): AccessKey | null {
  const match = written.exec(text.trim().toLowerCase())
  return match?.[1] === undefined || match[2] === undefined ? null : { id: match[1], secret: match[2] }
}

/** What a host tells of a key that it has given out; the key itself is told once. */
export const accessKeyInfoSchema = z.object({
  id: accessKeyIdSchema,
  /** For whom it is: events and jobs say that it was their doing. */
  name: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  /** To the minute; null where it has not been used yet. */
  lastUsedAt: z.iso.datetime().nullable(),
})
export type AccessKeyInfo = z.infer<typeof accessKeyInfoSchema>
