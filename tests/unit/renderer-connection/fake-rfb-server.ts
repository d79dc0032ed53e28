import type { FakeChannel } from './fake-channel.ts'

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0))
const u16 = (value: number) => [value >> 8, value & 0xff]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)]

/** The handshake of an RFB 3.8 server without authentication (RFC 6143, 7.1 to 7.3), and an update that announces QEMU's key events. */
export function serveRfb(channel: FakeChannel, size: { width: number; height: number }): void {
  channel.opens()
  channel.brings(ascii('RFB 003.008\n'))
  channel.brings([1, 1])
  channel.brings(u32(0))
  const pixelFormat = [32, 24, 0, 1, ...u16(255), ...u16(255), ...u16(255), 16, 8, 0, 0, 0, 0]
  channel.brings([...u16(size.width), ...u16(size.height), ...pixelFormat, ...u32(3), ...ascii('Lab')])
  // FramebufferUpdate of one pseudo-rectangle: QEMU Extended Key Event (-258).
  channel.brings([0, 0, ...u16(1), ...u16(0), ...u16(0), ...u16(0), ...u16(0), ...u32(-258 >>> 0)])
}

/** FramebufferUpdate of one pseudo-rectangle: QEMU Pointer Motion Change (-257), for positions or steps. */
export function tellPointerMotion(channel: FakeChannel, positions: boolean): void {
  channel.brings([0, 0, ...u16(1), ...u16(positions ? 1 : 0), ...u16(0), ...u16(0), ...u16(0), ...u32(-257 >>> 0)])
}

/** QEMU Extended Key Event messages (type 255, subtype 0) in what was sent: [key code of set 1, down]. */
export function qemuKeyEvents(sent: readonly number[]): [number, boolean][] {
  const events: [number, boolean][] = []
  for (let i = 0; i + 12 <= sent.length; i += 12) {
    if (sent[i] !== 255 || sent[i + 1] !== 0) throw new Error(`Message of type ${sent[i]} among key events`)
    events.push([((sent[i + 10] ?? 0) << 8) | (sent[i + 11] ?? 0), sent[i + 3] === 1])
  }
  return events
}
