import { expect, it, vi } from 'vitest'
import { connectToParent } from '#electron/engines/parent-link.ts'
import { eventually } from '#tests/fixtures/patience.ts'

it('a parent that was gone before anybody listened is gone', async () => {
  const gone = vi.fn()
  const connected = Object.getOwnPropertyDescriptor(process, 'connected')
  Object.defineProperty(process, 'connected', { value: false, configurable: true })
  try {
    connectToParent().onGone(gone)
  } finally {
    if (connected === undefined) Reflect.deleteProperty(process, 'connected')
    else Object.defineProperty(process, 'connected', connected)
  }
  await eventually(() => expect(gone).toHaveBeenCalledOnce())
})
