// @ts-check

/** The lab guest cannot be made on this computer, whatever is tried again; the message says why and what to do instead. */
export class GuestUnavailable extends Error {
  /** @param {string} reason a sentence */
  constructor(reason) {
    super(`${reason} Any other 32-bit ISO image can be attached to a machine instead.`)
    this.name = 'GuestUnavailable'
  }
}
