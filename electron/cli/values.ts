import { existsSync } from 'node:fs'
import { basename, isAbsolute, resolve } from 'node:path'
import {
  drivePositionSchema,
  idePositions,
  mediaPositionSchema,
  type DrivePosition,
  type MediaPosition,
} from '#shared/drive.ts'
import { ViridianError } from '#shared/errors.ts'
import { maximumMemory, minimumMemory } from '#shared/hardware.ts'
import { machineNameSchema, type Machine } from '#shared/machine.ts'
import { keyNames, type Typed } from '#shared/keyboard.ts'
import { automaticStartSchema } from '#shared/machine-settings.ts'
import { startupDevices, type StartupDevice } from '#shared/startup.ts'
import { maximumClones } from '#shared/transfer.ts'
import { machineStates, type MachineState } from '#shared/machine-state.ts'
import { parseListen, type ListenAddress } from '#electron/server/address.ts'
import { usageError, type Context } from './context.ts'
import { CliError } from './errors.ts'
import { BadEscape } from './escapes.ts'
import { BadKey, readTyped } from './typed-text.ts'

type Speaker = Pick<Context, 'texts'>

/** A positive number of seconds or minutes. Throws USAGE. */
export function parsePositive(context: Speaker, text: string, flags: string): number {
  const value = /^\d*\.?\d+$/.test(text.trim()) ? Number(text) : Number.NaN
  // A timer's delay has 31 bits of milliseconds.
  if (!(value > 0 && value <= 2_000_000)) throw usageError(context, (usage) => usage.invalidSeconds(text, flags))
  return value
}

/** Megabytes (2^20 bytes): `128`, `128MB`, `1GB`. Throws USAGE. */
export function parseMemory(context: Speaker, text: string): number {
  const match = /^(\d{1,9})\s*(m|mb|g|gb)?$/i.exec(text.trim())
  if (match === null) throw usageError(context, (usage) => usage.invalidSize(text))
  const megabytes = Number(match[1]) * (match[2]?.toLowerCase().startsWith('g') === true ? 1024 : 1)
  if (megabytes < minimumMemory || megabytes > maximumMemory) {
    throw usageError(context, (usage) => usage.sizeOutOfRange(megabytes, minimumMemory, maximumMemory))
  }
  return megabytes
}

export function parseName(context: Speaker, text: string): string {
  const parsed = machineNameSchema.safeParse(text)
  if (!parsed.success) throw usageError(context, (usage) => usage.invalidName(text))
  return parsed.data
}

/** Throws USAGE. */
export function parsePosition(context: Speaker, text: string): DrivePosition {
  const position = drivePositionSchema.safeParse(text.trim().toLowerCase())
  if (!position.success) throw invalidPosition(context, text, idePositions)
  return position.data
}

/** A position, or `floppy`. Throws USAGE. */
export function parseMediaPosition(context: Speaker, text: string): MediaPosition {
  const position = mediaPositionSchema.safeParse(text.trim().toLowerCase())
  if (!position.success) throw invalidPosition(context, text, [...idePositions, 'floppy'])
  return position.data
}

function invalidPosition({ texts }: Speaker, text: string, positions: readonly string[]): CliError<'USAGE'> {
  return new CliError('USAGE', { detail: texts.drives.invalidPosition(text, positions) })
}

/** One of the words, which each stand for a value; in any case of letters. Throws USAGE. */
export function parseChoice<Value>(
  { texts }: Speaker,
  text: string,
  flags: string,
  choices: Readonly<Record<string, Value>>,
): Value {
  const chosen = Object.entries(choices).find(([word]) => word === text.trim().toLowerCase())
  if (chosen !== undefined) return chosen[1]
  throw new CliError('USAGE', { detail: texts.settings.invalidChoice(text, flags, Object.keys(choices)) })
}

/** Whole seconds of a machine's delay, at most a day. Throws USAGE. */
export function parseDelay({ texts }: Speaker, text: string): number {
  const parsed = automaticStartSchema.shape.delay.safeParse(/^\d+$/.test(text.trim()) ? Number(text) : null)
  if (!parsed.success) throw new CliError('USAGE', { detail: texts.settings.invalidDelay(text) })
  return parsed.data
}

/** Devices to start from, the first one first: `floppy,cd,disk`, or only those that come first. Throws USAGE. */
export function parseStartupOrder({ texts }: Speaker, text: string): StartupDevice[] {
  const names = text.split(',').map((name) => name.trim().toLowerCase())
  const devices = names.flatMap((name) => startupDevices.find((device) => device === name) ?? [])
  if (devices.length !== names.length || new Set(devices).size !== devices.length) {
    throw new CliError('USAGE', { detail: texts.settings.invalidStartupOrder(text, startupDevices) })
  }
  return devices
}

/** In any case of letters. Throws USAGE. */
export function parseState(context: Speaker, text: string): MachineState {
  const state = machineStates.find((candidate) => candidate.toLowerCase() === text.trim().toLowerCase())
  if (state === undefined) throw usageError(context, (usage) => usage.invalidState(text, machineStates))
  return state
}

/** `^` and `$` match at lines. Throws USAGE. */
export function parseExpression(context: Speaker, text: string): RegExp {
  try {
    return new RegExp(text, 'mu')
  } catch (error) {
    // Expressions written for other programs escape characters that need none, which the Unicode mode refuses.
    try {
      return new RegExp(text, 'm')
    } catch {
      const detail = error instanceof Error ? error.message : String(error)
      throw usageError(context, (usage) => usage.invalidExpression(text, detail))
    }
  }
}

/** Text with keys in it and its escapes read. Throws USAGE. */
export function parseTyped(context: Speaker, text: string): Typed {
  try {
    return readTyped(text)
  } catch (error) {
    if (error instanceof BadKey) throw usageError(context, (usage) => usage.invalidKey(error.written, keyNames))
    if (!(error instanceof BadEscape)) throw error
    throw usageError(context, (usage) => usage.invalidEscape(error.sequence))
  }
}

/** See `parseListen`. Throws USAGE. */
export function parseListenAddress(context: Speaker, text: string): ListenAddress {
  const listen = parseListen(text)
  if (listen === null) throw usageError(context, (usage) => usage.invalidListen(text))
  return listen
}

/** A path as the host needs it, which runs in another folder. */
export function absolutePath(text: string): string {
  return isAbsolute(text) ? text : resolve(text)
}

/** The path of a file that should be there. A name alone that is nobody's here is the host's to look for. */
export function filePath(text: string): string {
  const absolute = absolutePath(text)
  return basename(text) === text && !existsSync(absolute) ? text : absolute
}

/** Throws USAGE unless exactly one of the options was given. */
export function requireExactlyOne(context: Speaker, given: Readonly<Record<string, unknown>>): void {
  const count = Object.values(given).filter((value) => value !== undefined).length
  if (count !== 1) throw usageError(context, (usage) => usage.exactlyOne(Object.keys(given)))
}

/** Throws USAGE where none of the options was given. */
export function requireAtLeastOne(context: Speaker, given: Readonly<Record<string, unknown>>): void {
  const none = Object.values(given).every((value) => value === undefined)
  if (none) throw usageError(context, (usage) => usage.atLeastOne(Object.keys(given)))
}

/** Of machines to be made. Throws USAGE. */
export function parseCount(context: Speaker, text: string): number {
  const count = /^\d+$/.test(text.trim()) ? Number(text) : 0
  if (count < 1 || count > maximumClones) throw usageError(context, (usage) => usage.invalidCount(text, maximumClones))
  return count
}

/** By name or id. Throws SNAPSHOT_NOT_FOUND. */
export function snapshotOption({ name, snapshots }: Machine, wanted: string | undefined): { snapshotId?: string } {
  if (wanted === undefined) return {}
  const found = snapshots.find((snapshot) => snapshot.id === wanted || snapshot.name === wanted)
  if (found === undefined) throw new ViridianError('SNAPSHOT_NOT_FOUND', { name, snapshot: wanted })
  return { snapshotId: found.id }
}
