import { stat } from 'node:fs/promises'
import { systemError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { ViridianError } from '#shared/errors.ts'
import type { SavedStates } from '../../engine.ts'
import { pcVersion, v86Version } from '../v86/version.ts'
import { changedMedia, describeHardware, requireSame, withDisksOf } from './hardware.ts'
import { SavedStateError } from '../../saved-state-error.ts'
import { StateFile } from './state-file.ts'

/** What is done with the states of the embedded engine while their machines are off. */
export const embeddedStates: SavedStates = {
  version: `v86 ${v86Version}, PC ${pcVersion}`,

  async adoptDisks(name, path, parts, media = []) {
    await usingState(name, async () => {
      const file = await StateFile.open(path)
      await file.replaceHardware(await withDisksOf(file.hardware, parts, media))
    })
  },

  async examine(name, path, parts) {
    return usingState(name, async () => {
      const { hardware } = await StateFile.open(path)
      const present = await describeHardware(parts, nodeDiskFiles)
      requireSame(hardware, present)
      return changedMedia(hardware, present)
    })
  },

  async describe(path) {
    try {
      const { hardware } = await StateFile.open(path)
      const { size, mtimeMs } = await stat(path)
      return { size, memory: hardware.memory, written: mtimeMs }
    } catch (error) {
      if (error instanceof SavedStateError) return null
      throw systemError(error, path)
    }
  },
}

async function usingState<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SavedStateError)) throw error
    throw new ViridianError('STATE_UNUSABLE', { name, problem: error.problem, detail: error.detail }, { cause: error })
  }
}
