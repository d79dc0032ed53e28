/**
 * Where results go. For people: text on standard output, remarks on standard error. For programs (`--json`): exactly
 * one JSON document on standard output, the result or the error.
 */
export class Output {
  readonly json: boolean

  constructor(json: boolean) {
    this.json = json
  }

  /** The result: the value for programs, the text for people; an empty text prints nothing. */
  result(value: unknown, text: string): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`)
    else if (text !== '') process.stdout.write(`${text}\n`)
  }

  /** A remark for people. */
  note(text: string): void {
    if (!this.json) process.stderr.write(`${text}\n`)
  }
}
