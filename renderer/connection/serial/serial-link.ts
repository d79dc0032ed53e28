import { largestChannelMessage } from '#shared/channel.ts'
import type { RawChannel } from '#renderer/transport/transport.ts'
import type { LinkReport } from '../reconnecting.ts'

export interface SerialLink {
  /** Sends characters, as UTF-8. */
  sendText(text: string): void
  /** Sends bytes, one a character (0 to 255): mouse reports of a terminal are not UTF-8. */
  sendBinary(text: string): void
  close(): void
}

const encoder = new TextEncoder()

/** The machine's COM1 over a channel. What comes before the channel is open is not sent: a serial port does not wait. */
export function openSerialLink(
  channel: RawChannel,
  receive: (bytes: Uint8Array) => void,
  report: LinkReport,
): SerialLink {
  channel.binaryType = 'arraybuffer'
  channel.onopen = () => report.up()
  channel.onmessage = (event) => receive(new Uint8Array(event.data))
  channel.onclose = () => report.down()
  if (channel.readyState === 'open') report.up()

  // In pieces, since a pasted text may be larger than a message; the guest sees one stream.
  const send = (bytes: Uint8Array) => {
    for (let start = 0; start < bytes.length && channel.readyState === 'open'; start += largestChannelMessage) {
      channel.send(bytes.subarray(start, start + largestChannelMessage))
    }
  }
  return {
    sendText: (text) => send(encoder.encode(text)),
    sendBinary: (text) => send(Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff)),
    close: () => {
      channel.onmessage = null
      channel.onclose = null
      channel.close()
    },
  }
}
