// @ts-check
import { installDependencies } from '../install.mjs'
import { reasonOf, step } from './steps.mjs'

/** Installs what is missing and builds what is stale. */
export async function prepareBuild() {
  await step((progress) => installDependencies({ progress }))
  // Only now: it needs the dependencies.
  const { buildStale } = await import('../stale.mjs')
  await step((progress) => buildStale({ progress }))
}

/**
 * Makes the lab guest where it is missing, and boots it once for the first machine; what cannot be made is left out, and
 * Viridian still runs any other disc.
 */
export async function prepareGuest() {
  const { makeGuests } = await import('../guest/make-guest.mjs')
  try {
    await step((progress) => makeGuests({ progress }))
  } catch (error) {
    console.log(`The lab guest lab-linux could not be made as a whole; what is missing is left out: ${reasonOf(error)}`)
  }
  const { makeWarmGuest } = await import('../guest/warm.mjs')
  try {
    await step((progress) => makeWarmGuest({ progress }))
  } catch (error) {
    console.log(`The lab guest could not be booted beforehand; it boots when it is first started: ${reasonOf(error)}`)
  }
}
