import { setTimeout as delay } from 'node:timers/promises'
import { HostInUse } from '#electron/host/open-host.ts'
import { ServerError } from '#electron/server/errors.ts'
import { attachBackend } from './attached-backend.ts'
import type { Backend } from './backend.ts'
import { openLocalBackend, type LocalBackendOptions } from './local-backend.ts'

const attempts = 20
const attemptEvery = 250

function saysNothingYet(error: unknown): boolean {
  return error instanceof ServerError && error.code === 'HOST_NOT_RUNNING'
}

/**
 * The host of the data folder: our own, or the one that another process runs there. One that is just starting or
 * ending is given some seconds. Throws `HostInUse` where it cannot be reached.
 */
export async function openBackend(options: LocalBackendOptions): Promise<Backend> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openLocalBackend(options)
    } catch (error) {
      if (!(error instanceof HostInUse)) throw error
      const attached = await attachBackend(options.home).catch((reason: unknown) => {
        if (!saysNothingYet(reason)) throw reason
        return null
      })
      if (attached !== null) return attached
      if (attempt === attempts) throw error
    }
    await delay(attemptEvery)
  }
}
