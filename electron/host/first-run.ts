import { stat } from 'node:fs/promises'
import type { ErrorCode } from '#shared/errors.ts'
import type { Machine } from '#shared/machine.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { machinesFolder } from './home.ts'
import type { Host } from './host.ts'

const firstMachine = { name: 'Lab Linux', dvd: { kind: 'template', template: 'lab-linux' } } as const

/** What a disc that is missing or damaged, or a small computer, is refused with: the host is of use all the same. */
const withoutFirstMachine: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'TEMPLATE_NOT_FOUND',
  'TEMPLATE_NOT_BUILT',
  'MEDIA_NOT_FOUND',
  'MEDIA_UNREADABLE',
  'MEDIA_TRUNCATED',
  'MEDIA_NOT_ISO',
  'MEDIA_NOT_BOOTABLE',
  'MEDIA_NEEDS_EFI',
  'MEMORY_EXCEEDS_HOST',
])

/** True where no host has used the data folder yet. Ask before the host is opened. */
export async function isFirstRun(home: string): Promise<boolean> {
  return stat(machinesFolder(home)).then(
    () => false,
    () => true,
  )
}

/** Makes the machine a new user finds in the console; null where this computer cannot have it. */
export async function createFirstMachine(host: Pick<Host, 'machines'>): Promise<Machine | null> {
  try {
    return await host.machines.create(firstMachine)
  } catch (error) {
    const code = asKnownError(error)?.code
    if (code !== undefined && withoutFirstMachine.has(code)) return null
    throw error
  }
}
