import type { EventLog } from '../event-log.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'

/** Says in an event where a copy's floppy drive is empty because the image in the original's, `floppy`, could not be copied. */
export function tellEmptyFloppy(events: EventLog, floppy: string | null, copy: MachineConfiguration): void {
  if (floppy === null || copy.floppy !== null) return
  const { id, name } = copy
  events.add('FLOPPY_NOT_COPIED', { id, name }, { path: floppy })
}
