import { expect, it } from 'vitest'
import type { BlockDevice } from '#electron/disks/block-device.ts'
import { EarlyFlush } from '#electron/disks/tools/early-flush.ts'

const bytes = new Uint8Array(16 * 1024 * 1024)

/** Tells what is asked of it; its flushes last until they are ended. */
function slowDevice() {
  const asked: string[] = []
  const flushes: Ending[] = []
  const note = (what: string) => {
    asked.push(what)
    return Promise.resolve()
  }
  const device: BlockDevice = {
    writable: true,
    size: () => Promise.resolve(0),
    read: () => note('read'),
    write: () => note('write'),
    truncate: () => note('truncate'),
    flush: () => {
      asked.push('flush')
      return new Promise((resolve, reject) => flushes.push({ resolve, reject }))
    },
    close: () => note('close'),
  }
  return { asked, flushes, device }
}

interface Ending {
  resolve(): void
  reject(reason: unknown): void
}

async function filled(device: BlockDevice): Promise<EarlyFlush> {
  const early = new EarlyFlush(device)
  for (let i = 0; i < 8; i++) await early.write(i * bytes.byteLength, bytes)
  return early
}

it('flushes while more is written, one flush at a time, and flushes what came meanwhile', async () => {
  const { asked, flushes, device } = slowDevice()
  const early = await filled(device)
  const write = 'write'
  expect(asked).toEqual([write, write, write, write, 'flush', write, write, write, write])
  const flushed = early.flush()
  flushes[0]?.resolve()
  await expect.poll(() => flushes.length).toBe(2)
  flushes[1]?.resolve()
  await flushed
})

it('fails every flush after an early one that failed', async () => {
  const { flushes, device } = slowDevice()
  const early = await filled(device)
  flushes[0]?.reject(new Error('lost'))
  await expect(early.flush()).rejects.toThrow('lost')
  await expect(early.flush()).rejects.toThrow('lost')
  expect(flushes).toHaveLength(1)
})

it('closes the file when nothing flushes it any more', async () => {
  const { asked, flushes, device } = slowDevice()
  const early = await filled(device)
  const closed = early.close()
  await new Promise((resolve) => setImmediate(resolve))
  expect(asked).not.toContain('close')
  flushes[0]?.resolve()
  await closed
  expect(asked.at(-1)).toBe('close')
})
