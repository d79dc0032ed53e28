import { stat } from 'node:fs/promises'
import { systemError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import type { SavedStates } from '../../saved-states.ts'
import { pcVersion, v86Version } from '../v86/version.ts'
import { changedMedia, describeHardware, requireSame, withDisksOf } from './hardware.ts'
import { SavedStateError } from './saved-state-error.ts'
import { StateFile } from './state-file.ts'

/** What is done with the states of the embedded engine while their machines are off. */
export const embeddedStates: SavedStates = {
  version: `v86 ${v86Version}, PC ${pcVersion}`,

  async adoptDisks(path, parts, media) {
    const file = await StateFile.open(path)
    await file.replaceHardware(await withDisksOf(file.hardware, parts, media))
  },

  async examine(path, parts) {
    const { hardware } = await StateFile.open(path)
    const present = await describeHardware(parts, nodeDiskFiles)
    requireSame(hardware, present)
    return changedMedia(hardware, present)
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
