/** Why a viewer is disconnected: it broke the protocol, a limit or a rule. The message is fit for a person. */
export class RfbError extends Error {
  override readonly name = 'RfbError'
}
