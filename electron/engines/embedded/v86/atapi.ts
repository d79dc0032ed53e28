import type { DiscBuffer } from './disk-buffers.ts'
import type { IdeDevice } from './internals.ts'

/** Sense data of MMC-6, annex F: sense key, additional sense code. */
const unrecoveredReadError = [0x03, 0x11] as const
const addressOutOfRange = [0x05, 0x21] as const
const invalidField = [0x05, 0x24] as const

/** START STOP UNIT (MMC-6 6.42), with which guests open the tray. */
const startStopUnit = 0x1b
/** READ(12), the only read with a 32-bit transfer length (MMC-6 6.17). */
const read12 = 0xa8
/** No guest asks for more at once; what does would have the host allocate it. 32 MB. */
const mostSectorsAtOnce = 16_384

/**
 * Lets CD/DVD drives refuse what real ones refuse, where v86 leaves the guest waiting, and tell when the guest takes the
 * disc out. Devices are sealed, so their methods are changed where all of them have them.
 */
export function completeAtapi(methods: IdeDevice, ejected: (device: IdeDevice) => void): void {
  for (const name of ['atapi_read', 'atapi_read_dma'] as const) {
    const read = methods[name]
    methods[name] = function (this: IdeDevice, packet) {
      const view = new DataView(packet.buffer, packet.byteOffset)
      const first = view.getUint32(2)
      const count = packet[0] === read12 ? view.getUint32(6) : view.getUint16(7)
      if (first + count > this.sector_count) this.atapi_check_condition_response(...addressOutOfRange)
      else if (count > mostSectorsAtOnce) this.atapi_check_condition_response(...invalidField)
      else read.call(this, packet)
    }
  }
  const handle = methods.atapi_handle
  methods.atapi_handle = function (this: IdeDevice) {
    const mayEject = this.data[0] === startStopUnit && this.buffer !== null
    handle.call(this)
    if (mayEject && this.buffer === null) ejected(this)
  }
}

/** Lets the guest hear of what cannot be read of a disc in the drive. */
export function failReadsIn(device: IdeDevice, disc: DiscBuffer, report: (error: Error) => void): void {
  disc.onReadError = (error) => {
    device.in_progress_io_ids.clear()
    device.atapi_check_condition_response(...unrecoveredReadError)
    report(error)
  }
}
