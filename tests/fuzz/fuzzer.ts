/** What becomes of an image; a damaged one opens, and some part of it cannot be read. */
export type Outcome = 'refused' | 'opened' | 'damaged'

export interface Used {
  readonly outcome: Outcome
  /** Of the file in the end: it grows where it is written to. Bytes. */
  readonly fileSize: number
}

/** An image changed at random. */
export interface FuzzedImage {
  /** Good until `release`. */
  readonly bytes: Uint8Array
  /** Uses it as users would. Rejects where it turns out neither an error of the kind that users are told nor a disk. */
  use(): Promise<Used>
  release(): void
}

/** One kind of images. One is out at a time; the same seed makes the same image and the same use of it. */
export interface Fuzzer {
  readonly name: string
  /** With which the name of a kept image ends. */
  readonly extension: string
  image(seed: number): FuzzedImage
}
