import { installedEngines } from '#electron/engines/installed-engines.ts'
import type { Host, HostOptions } from './host.ts'
import { LocalHost } from './local-host.ts'

export { HostInUse } from './lock.ts'

/** Composes the host of a data folder. Throws `HostInUse` where the folder has one, or STORAGE_FAILED. */
export async function openHost({ home, launcher, resources, volumeOf, dialer }: HostOptions): Promise<Host> {
  const { machineProcess, jobProcess, firmware, guests } = resources
  const engines = installedEngines({ launcher, machineProcess, firmware })
  return LocalHost.open({
    ...{ home, engines, launcher, jobProcess, guests },
    ...(volumeOf === undefined ? {} : { volumeOf }),
    ...(dialer === undefined ? {} : { dialer }),
  })
}
