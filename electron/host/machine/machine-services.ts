import type { SaveOptions } from '../stored-machine.ts'
import type { Engine } from '#electron/engines/engine.ts'
import type { FoundDrive } from '#shared/hardware.ts'
import type { DvdMedia, MediaPosition } from '#shared/drive.ts'
import type { Change } from '#shared/host.ts'
import type { DiskUser } from '../disk-users.ts'
import type { EventLog } from '../event-log.ts'
import type { HostClock } from '../host-clock.ts'
import type { JobRegistry } from '../jobs/job-registry.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import type { Metrics } from '../metrics.ts'

/** What the host lends each of its machines. */
export interface MachineServices {
  readonly engine: Engine
  readonly events: EventLog
  readonly metrics: Metrics
  /** How long what is set aside has been kept. */
  readonly clock: HostClock
  readonly publish: (change: Change) => void
  /** Checks that the machine can be powered on now; gives what is in its drives. Throws `ViridianError`. */
  readonly prepare: (configuration: MachineConfiguration) => Promise<FoundDrive[]>
  /** Throws MEMORY_EXCEEDS_HOST where there is not enough for what a machine that stands still may take when it goes on. */
  readonly requireMemoryToGoOn: (id: string) => void
  /** The state the machine goes on from though it is not Saved; null where it boots. */
  readonly findWarmState: (configuration: MachineConfiguration, drives: readonly FoundDrive[]) => Promise<string | null>
  /** The file of a medium; null where the drive is empty, or what was in it is not there, or not usable. */
  readonly findMedium: (media: DvdMedia, at: MediaPosition) => Promise<string | null>
  /** Stores changed settings. Throws STORAGE_FAILED. */
  readonly save: (folder: string, configuration: MachineConfiguration, options: SaveOptions) => Promise<void>
  readonly jobs: Pick<JobRegistry, 'start' | 'carryOut' | 'cancel' | 'result'>
  /** All that need disks but the machine with this id: machines, those in the trash among them, and disks without one. */
  readonly others: (id: string) => Promise<readonly DiskUser[]>
  /** Whether the host is going to start the machine by itself. */
  readonly waitsToStart: (id: string) => boolean
  /** Told when the machine has been started. */
  readonly started: () => void
  /** Told when a guest goes on that stood still, paused or saved. */
  readonly wentOn: () => void
  /** Told when the machine has gone off by a fault. */
  readonly faulted: () => void
}
