import { printableJson, printableLines } from '#shared/printable.ts'

/**
 * Where results go. Names and all else that came from outside never acts on the terminal. For people: text on standard output, remarks on standard error. For programs (`--json`): exactly
 * one JSON document on standard output, the result or the error.
 */
export class Output {
  readonly json: boolean

  constructor(json: boolean) {
    this.json = json
  }

  /** The result: the value for programs, the text for people; an empty text prints nothing. */
  result(value: unknown, text: string): void {
    if (this.json) process.stdout.write(`${printableJson(value)}\n`)
    else if (text !== '') process.stdout.write(`${printableLines(text)}\n`)
  }

  /** A remark for people. */
  note(text: string): void {
    if (!this.json) process.stderr.write(`${printableLines(text)}\n`)
  }
}
