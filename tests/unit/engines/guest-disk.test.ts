import { describe, expect, it } from 'vitest'
import { DiskError } from '#electron/disks/disk-error.ts'
import type { VirtualDisk } from '#electron/disks/virtual-disk.ts'
import { WritableBuffer } from '#electron/engines/embedded/v86/disk-buffers.ts'
import { GuestDisk } from '#electron/engines/machine-process/drives/guest-disk.ts'

const sectors = 8

type Work = 'read' | 'write' | 'flush'

/** A disk in memory whose requests a test holds and fails. What it did stands in `done`, in its order. */
class SlowDisk implements VirtualDisk {
  readonly capacity = sectors * 512
  readonly writable = true
  readonly bytes = new Uint8Array(sectors * 512)
  readonly done: string[] = []
  /** How the next requests end, the first first; those that have none succeed. */
  readonly failures: DiskError[] = []
  /** Whether requests are answered at once. */
  atOnce = false
  #held: Promise<void> = Promise.resolve()

  hold(): () => void {
    let release = () => {}
    this.#held = new Promise((resolve) => (release = resolve))
    return release
  }

  read(position: number, target: Uint8Array): Promise<void> {
    return this.#work('read', position, () => target.set(this.bytes.subarray(position, position + target.length)))
  }

  write(position: number, source: Uint8Array): Promise<void> {
    return this.#work('write', position, () => this.bytes.set(source, position))
  }

  readNow(position: number, target: Uint8Array): boolean {
    if (!this.atOnce) return false
    this.#end('read now', position)
    target.set(this.bytes.subarray(position, position + target.length))
    return true
  }

  writeNow(position: number, source: Uint8Array): boolean {
    if (!this.atOnce) return false
    this.#end('write now', position)
    this.bytes.set(source, position)
    return true
  }

  flush(): Promise<void> {
    return this.#work('flush', 0, () => undefined)
  }

  close(): Promise<void> {
    this.done.push('close')
    return Promise.resolve()
  }

  async #work(work: Work, position: number, act: () => void): Promise<void> {
    await this.#held
    this.#end(work, position)
    act()
  }

  #end(work: string, position: number): void {
    const failure = this.failures.shift()
    this.done.push(`${failure === undefined ? '' : `${failure.code} `}${work} ${position / 512}`)
    if (failure !== undefined) throw failure
  }
}

const io = () => new DiskError('IO', { path: 'disk', reason: 'EIO' })
const full = () => new DiskError('NO_SPACE', { path: 'disk' })

async function buffered({ tellsOfWrites = true } = {}) {
  const disk = new SlowDisk()
  const transferred = { read: 0, written: 0 }
  const told: string[] = []
  const room = { wait: () => Promise.resolve() }
  const buffer = await GuestDisk.of(disk, 'disk', transferred, {
    outOfSpace(path) {
      told.push(`no room for ${path}`)
      return room.wait()
    },
    failed: (error) => told.push(`failed: ${error.code}`),
  })
  disk.done.splice(0)
  buffer.drive = {
    readFailed: () => told.push('read failed'),
    writeFailed() {
      if (tellsOfWrites) told.push('write failed')
      return tellsOfWrites
    },
  }
  const write = (sector: number, fill = sector) =>
    buffer.write(sector * 512, new Uint8Array(512).fill(fill), () => told.push(`wrote ${sector}`))
  const read = (sector: number) => buffer.read(sector * 512, 512, (data) => told.push(`read ${sector}: ${data[0]}`))
  const flush = () =>
    buffer.flush(
      () => told.push('flushed'),
      () => told.push('not flushed'),
    )
  /** Resolves when every request made so far was answered. */
  const settled = async () => {
    const release = buffer.close()
    await release
    disk.done.splice(disk.done.lastIndexOf('close'), 1)
  }
  return { disk, buffer, told, transferred, room, write, read, flush, settled }
}

describe('requests', () => {
  it('are answered one after the other, in their order', async () => {
    const { disk, told, write, read, flush, settled } = await buffered()
    const release = disk.hold()
    write(1)
    read(1)
    flush()
    write(2)
    await Promise.resolve()
    expect([disk.done, told]).toEqual([[], []])
    release()
    await settled()
    expect(disk.done).toEqual(['write 1', 'read 1', 'flush 0', 'write 2'])
    expect(told).toEqual(['wrote 1', 'read 1: 1', 'flushed', 'wrote 2'])
  })

  it('are answered at once where nothing else is under way, and never before what is', async () => {
    const { disk, told, write, read, settled, transferred } = await buffered()
    disk.atOnce = true
    write(1)
    read(1)
    expect(told.splice(0)).toEqual(['wrote 1', 'read 1: 1'])
    expect(transferred).toEqual({ read: 512, written: 512 })
    disk.atOnce = false
    const release = disk.hold()
    write(2)
    disk.atOnce = true
    read(2)
    write(3)
    expect(told).toEqual([])
    release()
    await settled()
    expect(told).toEqual(['wrote 2', 'read 2: 2', 'wrote 3'])
    expect(disk.done).toEqual(['write now 1', 'read now 1', 'write 2', 'read 2', 'write 3'])
  })

  it('keep what was to be written, though the drive uses its buffer again', async () => {
    const { disk, buffer, settled } = await buffered()
    const data = new Uint8Array(512).fill(7)
    buffer.write(0, data, () => undefined)
    data.fill(9)
    await settled()
    expect(disk.bytes[0]).toBe(7)
  })

  it('count only what was done', async () => {
    const { disk, write, read, settled, transferred } = await buffered()
    disk.failures.push(io(), io())
    write(1)
    read(1)
    await settled()
    expect(transferred).toEqual({ read: 0, written: 0 })
  })
})

describe('a disk without room', () => {
  it.each([true, false])(
    'gets the same write again when there is room, and what came after it then',
    async (atOnce) => {
      const { disk, told, write, read, room, settled } = await buffered()
      let again = () => {}
      const asked = new Promise<void>((resolve) => {
        room.wait = () => {
          resolve()
          return new Promise((go) => (again = go))
        }
      })
      disk.atOnce = atOnce
      // Asked at once it is asked once more in its turn.
      disk.failures.push(full(), ...(atOnce ? [full()] : []))
      write(1)
      read(1)
      write(2)
      await asked
      expect(told).toEqual(['no room for disk'])
      disk.failures.push(full())
      again()
      await Promise.resolve()
      room.wait = () => Promise.resolve()
      await settled()
      expect(told.filter((each) => each !== 'no room for disk')).toEqual(['wrote 1', 'read 1: 1', 'wrote 2'])
      expect(told.filter((each) => each === 'no room for disk').length).toBeGreaterThanOrEqual(2)
      expect([disk.bytes[512], disk.bytes[1024]]).toEqual([1, 2])
    },
  )

  it('flushes when there is room', async () => {
    const { disk, told, flush, settled } = await buffered()
    disk.failures.push(full())
    flush()
    await settled()
    expect(told).toEqual(['no room for disk', 'flushed'])
  })
})

describe('a request that fails', () => {
  it.each([true, false])('is told to the guest, and the next is carried out', async (atOnce) => {
    const { disk, told, write, read, settled } = await buffered()
    disk.atOnce = atOnce
    disk.failures.push(io(), io())
    read(1)
    write(1)
    write(2)
    await settled()
    expect(told).toEqual(['read failed', 'failed: IO', 'write failed', 'failed: IO', 'wrote 2'])
  })

  it('is told by the next flush where the guest took the write for done, and by that alone', async () => {
    const { disk, told, write, flush, settled } = await buffered({ tellsOfWrites: false })
    disk.failures.push(io())
    write(1)
    flush()
    write(2)
    flush()
    await settled()
    expect(disk.done).toEqual(['IO write 1', 'write 2', 'flush 0'])
    expect(told.filter((each) => !each.startsWith('failed'))).toEqual(['not flushed', 'wrote 2', 'flushed'])
  })

  it('is told where a flush fails', async () => {
    const { disk, told, flush, settled } = await buffered()
    disk.failures.push(io())
    flush()
    await settled()
    expect(told).toEqual(['not flushed', 'failed: IO'])
  })
})

describe('a drive that was reset', () => {
  it('hears nothing of what it asked for before, which is finished all the same', async () => {
    const { disk, buffer, told, write, read, flush, settled } = await buffered()
    const release = disk.hold()
    disk.failures.push(io())
    write(1)
    write(2)
    buffer.forgetRequests()
    read(2)
    flush()
    release()
    await settled()
    expect(disk.done).toEqual(['IO write 1', 'write 2', 'read 2', 'flush 0'])
    // The host is told all the same.
    expect(told).toEqual(['failed: IO', 'read 2: 2', 'flushed'])
    expect(disk.bytes[1024]).toBe(2)
  })

  it('is not told by a flush it did not ask for', async () => {
    const { disk, buffer, told, flush, settled } = await buffered()
    const release = disk.hold()
    flush()
    buffer.forgetRequests()
    release()
    await settled()
    expect(told).toEqual([])
  })
})

describe('a disk', () => {
  it('has its first sector at hand for v86, and no other', async () => {
    const { buffer } = await buffered()
    const asked = new WritableBuffer(buffer)
    expect(asked.get_from_cache(0, 512)).toHaveLength(512)
    expect(asked.get_from_cache(512, 512)).toBeUndefined()
  })

  it('whose first sector cannot be read is closed', async () => {
    const disk = new SlowDisk()
    disk.failures.push(io())
    const watcher = { outOfSpace: () => Promise.resolve(), failed: () => undefined }
    await expect(GuestDisk.of(disk, 'disk', { read: 0, written: 0 }, watcher)).rejects.toMatchObject({ code: 'IO' })
    expect(disk.done).toEqual(['IO read 0', 'close'])
  })
})
