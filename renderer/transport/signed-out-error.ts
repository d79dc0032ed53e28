/** The host does not know this page (any more), or it is not the host the page was signed in to. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError'
}
