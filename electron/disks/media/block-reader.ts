import { open, stat, type FileHandle } from 'node:fs/promises'

/** Read access to the bytes of a medium. */
export interface BlockReader {
  /** Bytes. */
  readonly size: number
  /** Exactly `length` bytes from `offset`; the range lies within `size`. */
  read(offset: number, length: number): Promise<Uint8Array>
}

export class FileBlockReader implements BlockReader {
  readonly size: number
  readonly #file: FileHandle

  private constructor(file: FileHandle, size: number) {
    this.#file = file
    this.size = size
  }

  /** Opens a regular file. Rejects with the system's error, or with `NotAFile`. */
  static async open(path: string): Promise<FileBlockReader> {
    // Asked before opening, because to open a pipe is to wait for its writer.
    const stats = await stat(path)
    if (!stats.isFile()) throw new NotAFile(stats.isDirectory())
    const file = await open(path, 'r')
    try {
      return new FileBlockReader(file, (await file.stat()).size)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    let done = 0
    while (done < length) {
      const { bytesRead } = await this.#file.read(bytes, done, length - done, offset + done)
      if (bytesRead === 0) throw new Error('the file became shorter while it was read')
      done += bytesRead
    }
    return bytes
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

export class NotAFile extends Error {
  override readonly name = 'NotAFile'

  constructor(isFolder: boolean) {
    super(isFolder ? 'it is a folder' : 'it is not a regular file')
  }
}
