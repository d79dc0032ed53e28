import * as z from 'zod'

/** Choices that are kept together; a page of ours makes a handful. */
const mostPreferences = 50

export const preferenceNameSchema = z.string().regex(/^[a-z][a-zA-Z-]{0,39}$/)

/** JSON text of at most 16 KB. */
export const preferenceValueSchema = z.string().max(16_384)

/** How the console's user likes it, whichever page it is in: name -> JSON text. What it says is the pages' own business. */
export const preferencesSchema = z
  .record(preferenceNameSchema, preferenceValueSchema)
  .refine((all) => Object.keys(all).length <= mostPreferences)
export type Preferences = z.infer<typeof preferencesSchema>

export const keepPreferenceSchema = z.object({ name: preferenceNameSchema, value: preferenceValueSchema })
