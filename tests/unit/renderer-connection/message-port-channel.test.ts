// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { MessagePortChannel } from '#renderer/transport/message-port-channel.ts'

describe('MessagePortChannel', () => {
  it('reports its end after close has returned, as a WebSocket does', async () => {
    const { port1, port2 } = new MessageChannel()
    const channel = new MessagePortChannel(Promise.resolve(port1))
    await Promise.resolve()
    expect(channel.readyState).toBe('open')
    const onclose = vi.fn()
    channel.onclose = onclose
    channel.close()
    expect(channel.readyState).toBe('closed')
    expect(onclose).not.toHaveBeenCalled()
    await Promise.resolve()
    expect(onclose).toHaveBeenCalledOnce()
    port2.close()
  })
})
