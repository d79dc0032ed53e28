import { stat } from 'node:fs/promises'
import type { Machine } from '#shared/machine.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { machinesFolder } from './home.ts'
import type { Host } from './host.ts'

const firstMachine = { name: 'Lab Linux', dvd: { kind: 'template', template: 'lab-linux' } } as const

/** True where no host has used the data folder yet. Ask before the host is opened. */
export async function isFirstRun(home: string): Promise<boolean> {
  return stat(machinesFolder(home)).then(
    () => false,
    () => true,
  )
}

/** Makes the machine a new user finds in the console; null where its disc has not been made on this computer. */
export async function createFirstMachine(host: Pick<Host, 'machines'>): Promise<Machine | null> {
  try {
    return await host.machines.create(firstMachine)
  } catch (error) {
    const code = asKnownError(error)?.code
    if (code === 'TEMPLATE_NOT_FOUND' || code === 'TEMPLATE_NOT_BUILT') return null
    throw error
  }
}
