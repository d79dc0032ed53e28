import * as z from 'zod'
import type { SerialContents, SerialLine } from '../../machine-process/serial/serial-line.ts'
import { unsavedStateSchema, type UnsavedState } from '../v86/emulator.ts'

const restSchema = unsavedStateSchema.extend({ serial: z.object({ shown: z.base64(), waiting: z.base64() }) })

/** What belongs to a state beside v86's own, as bytes. */
export function packRest(unsaved: UnsavedState, com1: SerialLine): Uint8Array {
  const { shown, waiting } = com1.contents()
  const serial = { shown: base64(shown), waiting: base64(waiting) }
  return Buffer.from(JSON.stringify({ ...unsaved, serial } satisfies z.infer<typeof restSchema>))
}

/** @throws Error where it is none */
export function unpackRest(bytes: Uint8Array): UnsavedState & { serial: SerialContents } {
  const { serial, ...unsaved } = restSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  const { shown, waiting } = serial
  return { ...unsaved, serial: { shown: Buffer.from(shown, 'base64'), waiting: Buffer.from(waiting, 'base64') } }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
