import { describe, expect, it } from 'vitest'
import { createFirstMachine } from '#electron/host/first-run.ts'
import type { Host } from '#electron/host/host.ts'
import { ViridianError } from '#shared/errors.ts'

function hostThatRefuses(error: Error): Pick<Host, 'machines'> {
  return { machines: { create: () => Promise.reject(error) } as unknown as Host['machines'] }
}

describe('the first machine', () => {
  it.each([
    new ViridianError('TEMPLATE_NOT_BUILT', { name: 'lab-linux' }),
    new ViridianError('MEDIA_TRUNCATED', { path: '/lab.iso', expected: 2, actual: 1 }),
    new ViridianError('MEDIA_NOT_ISO', { path: '/lab.iso' }),
    new ViridianError('MEMORY_EXCEEDS_HOST', { memory: 128, available: 64 }),
  ])('is left out where the host refuses it with $code', async (error) => {
    expect(await createFirstMachine(hostThatRefuses(error))).toBeNull()
  })

  it('fails the start with any other error', async () => {
    const error = new ViridianError('STORAGE_FAILED', { path: '/home', detail: 'disk full' })
    await expect(createFirstMachine(hostThatRefuses(error))).rejects.toBe(error)
  })
})
