import * as z from 'zod'

/** What `machine.json` calls an engine. */
export const engineIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

/** Why an engine cannot do something, or not more of it; `shared/messages/` has the sentence for each. */
export const limitReasons = [
  /** The processor it emulates has no more of them. */
  'ONE_PROCESSOR',
  'PROCESSOR_32_BIT',
  /** It addresses no more memory. */
  'ADDRESS_SPACE',
  /** The PC that it makes has so many, and no more. */
  'CHIPSET',
  /** The PC that it makes has none. */
  'NO_SUCH_DEVICE',
  /** It could be done, and this version of Viridian does not do it. */
  'NOT_IN_THIS_VERSION',
] as const
export type LimitReason = (typeof limitReasons)[number]
const reasonSchema = z.enum(limitReasons)

/** How many, or how much, a machine can have; `reason` says why not more. */
export const amountSchema = z.object({ minimum: z.int(), maximum: z.int(), reason: reasonSchema })
export type Amount = z.infer<typeof amountSchema>

/** Controllers of one kind that drives are plugged into. */
export const controllersSchema = amountSchema.extend({
  /** Drives on each. */
  locations: z.int(),
})

/** What an engine can or cannot. */
export const abilities = [
  'guests64Bit',
  'savedStates',
  'snapshotsWhileOn',
  'mergesWhileOn',
  'screenText',
  'agentChannel',
  'resourceControl',
] as const
export type Ability = (typeof abilities)[number]

export const capabilitiesSchema = z.object({
  /** Megabytes of a guest. */
  memory: amountSchema,
  processors: amountSchema,
  ideControllers: controllersSchema,
  scsiControllers: controllersSchema,
  floppyDrives: amountSchema,
  networkAdapters: amountSchema,
  /** Those that reach a console. */
  serialPorts: amountSchema,
  /** Null where it can, else why not. */
  abilities: z.record(z.enum(abilities), reasonSchema.nullable()),
})
export type Capabilities = z.infer<typeof capabilitiesSchema>

/** Of what a machine can have so many. */
export const amounts = [
  'memory',
  'processors',
  'ideControllers',
  'scsiControllers',
  'floppyDrives',
  'networkAdapters',
  'serialPorts',
] as const satisfies readonly (keyof Capabilities)[]
export type AmountName = (typeof amounts)[number]

/** An engine as consoles know it. */
export const engineSchema = z.object({
  id: engineIdSchema,
  /** Shown to people. */
  name: z.string(),
  capabilities: capabilitiesSchema,
})
export type EngineFacts = z.infer<typeof engineSchema>

/** A host as far as engines are concerned. */
interface HostOfEngines {
  /** Megabytes. */
  readonly totalMemory: number
  readonly engines: readonly EngineFacts[]
}

/** The engine of a machine, or the one that new machines get; null where the host does not have it. */
export function engineOf({ engines }: Pick<HostOfEngines, 'engines'>, machine?: { readonly engine: string }) {
  return (machine === undefined ? engines[0] : engines.find(({ id }) => id === machine.engine)) ?? null
}

/** The memory, in megabytes, that a machine can have on a host; of a new one where none is named. */
export function memoryLimits(
  host: HostOfEngines,
  machine?: { readonly engine: string },
): { readonly minimum: number; readonly maximum: number } {
  const { minimum, maximum } = engineOf(host, machine)?.capabilities.memory ?? { minimum: 1, maximum: Infinity }
  return { minimum, maximum: Math.min(maximum, host.totalMemory) }
}
