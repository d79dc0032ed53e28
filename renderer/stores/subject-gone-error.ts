/** What a dialog was about is gone: it was deleted on another page, or with the command line. */
export class SubjectGoneError extends Error {
  override readonly name = 'SubjectGoneError'
}
