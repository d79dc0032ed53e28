// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { largestChannelMessage } from '#shared/channel.ts'
import { openSerialLink } from '#renderer/connection/serial/serial-link.ts'
import { FakeChannel } from './fake-channel.ts'

function setUp() {
  const channel = new FakeChannel()
  const report = { up: vi.fn(), down: vi.fn() }
  const received: number[] = []
  const link = openSerialLink(channel, (bytes) => received.push(...bytes), report)
  return { channel, report, received, link }
}

describe('openSerialLink', () => {
  it('reports when it can be used and when it is gone', () => {
    const { channel, report } = setUp()
    expect(channel.binaryType).toBe('arraybuffer')
    expect(report.up).not.toHaveBeenCalled()
    channel.opens()
    expect(report.up).toHaveBeenCalledOnce()
    channel.endedByHost()
    expect(report.down).toHaveBeenCalledOnce()
  })

  it('passes on every byte as it came', () => {
    const { channel, received } = setUp()
    channel.opens()
    channel.brings([0x1b, 0x5b, 0xc3])
    channel.brings([0xa4, 0x00, 0xff])
    expect(received).toEqual([0x1b, 0x5b, 0xc3, 0xa4, 0x00, 0xff])
  })

  it('sends text as UTF-8 and reports of the mouse as bytes', () => {
    const { channel, link } = setUp()
    channel.opens()
    link.sendText('ä\r')
    link.sendBinary('\x1b[M\xe1')
    expect(channel.sent).toEqual([0xc3, 0xa4, 0x0d, 0x1b, 0x5b, 0x4d, 0xe1])
  })

  it('sends a text of any length in messages that the host takes', () => {
    const { channel, link } = setUp()
    const messages: Uint8Array[] = []
    channel.send = (data) => void messages.push(new Uint8Array(data))
    channel.opens()
    const text = 'abcdefg\r'.repeat(largestChannelMessage / 5)
    link.sendText(text)
    expect(messages.length).toBe(2)
    for (const message of messages) expect(message.length).toBeLessThanOrEqual(largestChannelMessage)
    expect(Buffer.concat(messages).toString()).toBe(text)
  })

  it('sends nothing where the channel is not open', () => {
    const { channel, link } = setUp()
    link.sendText('early')
    channel.opens()
    channel.endedByHost()
    link.sendText('late')
    expect(channel.sent).toEqual([])
  })

  it('does not report the end it was asked for', async () => {
    const { channel, report, link } = setUp()
    channel.opens()
    link.close()
    await Promise.resolve()
    expect(channel.readyState).toBe('closed')
    expect(report.down).not.toHaveBeenCalled()
  })
})
