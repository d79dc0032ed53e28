import { StringDecoder } from 'node:string_decoder'

/** Control sequences, strings and single escapes of terminals (ECMA-48 sections 5.3 to 5.6). */
const escapeSequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])/g

export function stripEscapes(text: string): string {
  return text.replace(escapeSequences, '')
}

/** The last part of what a serial port said, to look for an expression in. */
export class SerialText {
  readonly #limit: number
  readonly #decoder = new StringDecoder('utf8')
  #text = ''

  /** `limit`: characters kept. */
  constructor(limit = 1024 * 1024) {
    this.#limit = limit
  }

  append(chunk: Buffer): void {
    this.#text = (this.#text + this.#decoder.write(chunk)).slice(-this.#limit)
  }

  /** The text as it came, and without its escape sequences. */
  get versions(): [asItCame: string, plain: string] {
    return [this.#text, stripEscapes(this.#text)]
  }
}
