import * as z from 'zod'
import { drivePositionSchema, mediaPositionSchema } from '#shared/drive.ts'
import { errorFacts } from '#shared/errors.ts'
import { foundHardwareSchema } from '#shared/hardware.ts'
import { startupOrderSchema } from '#shared/startup.ts'

/**
 * What the host's process and a machine's process say to each other. One `powerOn` opens the talk, calls follow, each
 * answered by one reply with its id. Whoever receives a message parses it.
 */

export const machineProcessOptionsSchema = z.object({
  machineId: z.string(),
  name: z.string(),
  ...foundHardwareSchema.shape,
  startup: z.object({ order: startupOrderSchema, menu: z.enum(['none', 'offer', 'open']) }),
  /** File of the state to go on from. */
  savedState: z.string().nullable(),
  /** What the process of this engine needs besides, as the files of its firmware. */
  engine: z.record(z.string(), z.string()),
  /** Private socket the process listens on for channels, in a folder only this user can enter. */
  channels: z.object({ path: z.string(), token: z.string() }),
})
export type MachineProcessOptions = z.infer<typeof machineProcessOptionsSchema>

/** Scan codes of one key going down or up; they reach the guest together. */
const strokeSchema = z.array(z.int().min(0).max(255))

export const callSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('pause') }),
  z.object({ name: z.literal('resume') }),
  z.object({ name: z.literal('reset') }),
  z.object({ name: z.literal('pressPowerButton') }),
  z.object({ name: z.literal('turnOff') }),
  z.object({ name: z.literal('save'), file: z.string() }),
  z.object({
    name: z.literal('takeSnapshot'),
    file: z.string(),
    disks: z.array(z.object({ at: drivePositionSchema, path: z.string() })),
  }),
  z.object({ name: z.literal('mergeDisk'), at: drivePositionSchema }),
  z.object({ name: z.literal('stopMerging') }),
  /** Answers `disksReady`: whether the guest goes on with the other disks or with those it has had. */
  z.object({ name: z.literal('settleDisks'), committed: z.boolean() }),
  z.object({ name: z.literal('insertMedia'), at: mediaPositionSchema, path: z.string() }),
  z.object({ name: z.literal('ejectMedia'), at: mediaPositionSchema }),
  z.object({ name: z.literal('type'), strokes: z.array(strokeSchema) }),
  z.object({ name: z.literal('screenText') }),
  z.object({ name: z.literal('screenImage') }),
  z.object({ name: z.literal('openVnc'), password: z.boolean() }),
])
export type Call = z.infer<typeof callSchema>

/** Facts of DISK_FAILED where a disk was the reason, else null. */
const diskSchema = errorFacts.DISK_FAILED.nullable()
/** Facts of STATE_UNUSABLE where the saved state was. */
const savedStateSchema = errorFacts.STATE_UNUSABLE.nullable()

/** What each call is answered with. */
export const callResultSchemas = {
  pause: z.undefined(),
  resume: z.undefined(),
  reset: z.undefined(),
  pressPowerButton: z.boolean(),
  turnOff: z.undefined(),
  save: z.undefined(),
  takeSnapshot: z.undefined(),
  mergeDisk: z.undefined(),
  stopMerging: z.undefined(),
  settleDisks: z.undefined(),
  insertMedia: z.undefined(),
  ejectMedia: z.undefined(),
  type: z.undefined(),
  screenText: z.array(z.string()),
  screenImage: z.object({ width: z.int(), height: z.int(), png: z.instanceof(Uint8Array) }),
  openVnc: z.object({ host: z.string(), port: z.int(), password: z.string().nullable() }),
} satisfies Record<Call['name'], z.ZodType>
export type CallResult<Name extends Call['name']> = z.infer<(typeof callResultSchemas)[Name]>

export const toMachineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('powerOn'), options: machineProcessOptionsSchema }),
  z.object({ kind: z.literal('call'), id: z.int(), call: callSchema }),
])
export type ToMachine = z.infer<typeof toMachineSchema>

export const fromMachineSchema = z.discriminatedUnion('kind', [
  /** The guest's processor ran its first instructions. */
  z.object({ kind: z.literal('ready') }),
  /** The guest is as it was saved, and runs when it is resumed; then `ready` follows. */
  z.object({ kind: z.literal('restored') }),
  /** The process cannot go on and ends; detail is fit for a person. */
  z.object({ kind: z.literal('failed'), detail: z.string(), disk: diskSchema, savedState: savedStateSchema }),
  /** Once a second, the heartbeat too. */
  z.object({
    kind: z.literal('sample'),
    sample: z.object({
      time: z.number(),
      cpu: z.number(),
      process: z.number(),
      resident: z.number(),
      diskRead: z.number(),
      diskWritten: z.number(),
    }),
  }),
  z.object({ kind: z.literal('guestFault'), detail: z.string() }),
  /** The guest stands still until `resume`: its disk has no room for what it writes. */
  z.object({ kind: z.literal('outOfSpace'), path: z.string() }),
  z.object({ kind: z.literal('diskFailed'), disk: errorFacts.DISK_FAILED }),
  z.object({ kind: z.literal('mediaEjected'), at: drivePositionSchema }),
  /** The guest switched its power off; the process waits to be ended. */
  z.object({ kind: z.literal('guestPoweredOff') }),
  /** How much of the call with this id is done, from 0 to 1. */
  z.object({ kind: z.literal('progress'), id: z.int(), fraction: z.number() }),
  /** The guest stands still until `settleDisks`; the disks it may go on with are complete, and it has not written to them yet. */
  z.object({ kind: z.literal('disksReady'), id: z.int() }),
  z.object({ kind: z.literal('reply'), id: z.int(), result: z.unknown() }),
  z.object({ kind: z.literal('refusal'), id: z.int(), detail: z.string(), disk: diskSchema }),
])
export type FromMachine = z.infer<typeof fromMachineSchema>
