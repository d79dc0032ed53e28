import type { CdImage } from './cd-image.ts'
import type { CdromDevice } from './internals.ts'

/** Sense data of MMC-6, annex F: sense key, additional sense code. */
const unrecoveredReadError = [0x03, 0x11] as const
const addressOutOfRange = [0x05, 0x21] as const
const invalidField = [0x05, 0x24] as const

/** READ(12), the only read with a 32-bit transfer length (MMC-6 6.17). */
const read12 = 0xa8
/** No guest asks for more at once; what does would have the host allocate it. 32 MB. */
const mostSectorsAtOnce = 16_384

/**
 * Makes the emulated drive fail as a drive does: v86 has no way to say that a read failed, and leaves the guest
 * waiting where it reads past the end.
 */
export function refuseBadReads(drive: CdromDevice, image: CdImage, report: (error: Error) => void): void {
  image.onReadError = (error) => {
    drive.in_progress_io_ids.clear()
    drive.atapi_check_condition_response(...unrecoveredReadError)
    report(error)
  }
  // The device is sealed; its methods are its prototype's, which this process uses for one drive.
  const methods = Object.getPrototypeOf(drive) as CdromDevice
  for (const name of ['atapi_read', 'atapi_read_dma'] as const) {
    const read = methods[name]
    methods[name] = function (this: CdromDevice, packet) {
      const view = new DataView(packet.buffer, packet.byteOffset)
      const first = view.getUint32(2)
      const count = packet[0] === read12 ? view.getUint32(6) : view.getUint16(7)
      if (first + count > this.sector_count) this.atapi_check_condition_response(...addressOutOfRange)
      else if (count > mostSectorsAtOnce) this.atapi_check_condition_response(...invalidField)
      else read.call(this, packet)
    }
  }
}
