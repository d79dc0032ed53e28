/**
 * The version of v86 in this program. Its saved states are a picture of its insides, which change from version to
 * version without a number that says so; a test holds this against the package.
 */
export const v86Version = '0.5.462+g5f9a90f'

/** Raised whenever the PC is given other devices, or given them differently: a state does not fit another PC. */
export const pcVersion = 1
