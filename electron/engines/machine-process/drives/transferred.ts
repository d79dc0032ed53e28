/** Bytes that went between the guest and its drives since it was started or reset. */
export interface Transferred {
  read: number
  written: number
}
