import type { DriveFailures } from '../../machine-process/drives/guest-disk.ts'
import { WritableBuffer } from './disk-buffers.ts'
import type { IdeDevice } from './internals.ts'

/** Commands of ATA/ATAPI-6, clause 8. */
const flushCache = 0xe7
const flushCacheExt = 0xea
const writeDma = 0xca
const writeDmaExt = 0x35
const noCommand = -1

/** Status register (ATA/ATAPI-6, 7.15): busy, ready, seek complete, error. */
const busy = 0x80
const ready = 0x40
const seekComplete = 0x10
const error = 0x01
/** Error register (ATA/ATAPI-6, 7.9): uncorrectable data, command aborted. */
const uncorrectable = 0x40
const aborted = 0x04

/** Words 82 and 85 of IDENTIFY DEVICE: write cache supported, write cache enabled (ATA/ATAPI-6, 8.15). */
const commandSetWords = [82, 85] as const
const writeCache = 1 << 5

/** Bus master status register (Programming Interface for Bus Master IDE Controller 1.0): active, error. */
export const transferActive = 1
const transferError = 2

/**
 * Gives hard disks a write cache that guests can flush: v86 answers the command at once and says that there is no cache,
 * so that guests never ask for what they wrote to be safe.
 */
export function completeAta(methods: IdeDevice): void {
  const identify = methods.create_identify_packet
  methods.create_identify_packet = function (this: IdeDevice) {
    identify.call(this)
    if (!(this.buffer instanceof WritableBuffer)) return
    for (const word of commandSetWords) this.data16[word] = (this.data16[word] ?? 0) | writeCache
  }

  const command = methods.ata_command
  methods.ata_command = function (this: IdeDevice, code) {
    if ((code === flushCache || code === flushCacheExt) && this.buffer instanceof WritableBuffer) flush(this, code)
    else command.call(this, code)
  }

  const cancel = methods.cancel_io_operations
  methods.cancel_io_operations = function (this: IdeDevice) {
    if (this.buffer instanceof WritableBuffer) this.buffer.disk.forgetRequests()
    cancel.call(this)
  }
}

function flush(device: IdeDevice, command: number): void {
  device.current_command = command
  device.error_reg = 0
  device.status_reg = busy | ready
  const { disk } = device.buffer as WritableBuffer
  disk.flush(
    () => {
      device.status_reg = ready | seekComplete
      device.current_command = noCommand
      device.push_irq()
    },
    () => fail(device, aborted),
  )
}

/** How a hard disk in this place tells its guest of failures, for which v86 has no way. */
export function failuresOf(device: IdeDevice): DriveFailures {
  return {
    readFailed: () => fail(device, uncorrectable),
    writeFailed() {
      // Written sector by sector, v86 has told the guest already that all is well.
      if (device.current_command !== writeDma && device.current_command !== writeDmaExt) return false
      fail(device, aborted)
      return true
    },
  }
}

function fail(device: IdeDevice, reason: number): void {
  device.in_progress_io_ids.clear()
  device.status_reg = ready | error
  device.error_reg = reason
  device.current_command = noCommand
  device.channel.dma_status = (device.channel.dma_status & ~transferActive) | transferError
  device.push_irq()
}
