import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PoweredOnMachine, ScreenImage } from '#electron/engines/engine.ts'
import { readOwnBytes } from './record-file.ts'
import { errorText } from './unexpected.ts'

/** Files of saved states in a machine's folder, of complete and of incomplete ones, and of their pictures. */
export const savedStateName = /^\.?saved-state.*\.(bin|new|png|unfinished)$/

/** A file of its own for each, because a snapshot may have kept the one before. */
export function newSavedState(folder: string): string {
  return path.join(folder, `saved-state-${randomUUID()}.bin`)
}

/** The file with a picture of the screen as it was when a state was kept. */
export function pictureOf(state: string): string {
  return state.replace(/\.bin$/, '') + '.png'
}

/** Nothing depends on a picture, and a screen may be one that cannot be read: without one it goes on. */
export async function keepPicture(machine: PoweredOnMachine, state: string): Promise<void> {
  try {
    const { png } = await machine.screenImage()
    await writeFile(pictureOf(state), png, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    console.error(`The picture of ${state} could not be kept: ${errorText(error)}`)
  }
}

/** Null where there is no picture of a state. */
export async function readPicture(state: string): Promise<ScreenImage | null> {
  try {
    const png = await readOwnBytes(pictureOf(state))
    // The first chunk of every PNG is IHDR: width and height stand behind its length and name (PNG, 11.2.1).
    return { png, width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
  } catch {
    return null
  }
}
