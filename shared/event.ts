import { z } from 'zod'

/**
 * What can happen that an administrator wants to know afterwards. A closed list: each has its sentence in
 * `shared/messages/`, so a console shows it in its user's language.
 */
export const eventCodes = [
  /** The guest switched its power off (ACPI S5). */
  'GUEST_POWERED_OFF',
  /** The guest's processor faulted beyond recovery (triple fault) and the machine was reset. */
  'GUEST_RESET_BY_FAULT',
  /** The machine's process ended by itself. Facts: detail. */
  'ENGINE_CRASHED',
  /** The machine's process did not answer its heartbeat and was ended. Facts: seconds. */
  'ENGINE_HUNG',
  /** The machine's process was ended from outside. Facts: signal. */
  'ENGINE_KILLED',
  /** The machine was started again after a fault, as its settings say. */
  'RESTARTED_AFTER_FAULT',
  /** It was restarted that often lately that it stays off. Facts: restarts, minutes. */
  'NOT_RESTARTED_AGAIN',
  /** There was no room for what the guest wrote to a disk, so the machine was paused. Facts: path. */
  'DISK_FULL',
  /** The guest was told that reading or writing a disk failed. Facts: error (its code), with the facts of that error. */
  'DISK_ACCESS_FAILED',
  /** The guest was stopped to be saved, but its state could not be put away, so the machine is off. Facts as of START_FAILED. */
  'SAVE_FAILED',
  /** The machine could not be started. Facts: error (its code), detail, with the facts of that error. */
  'START_FAILED',
  /** The host itself ended while the machine was powered on, which ended the machine too. */
  'HOST_ENDED',
  /** The host was closed in order and turned the machine off. */
  'TURNED_OFF_WITH_HOST',
  /** The host was closed in order and saved the machine. */
  'SAVED_WITH_HOST',
  /** The machine could not be saved as the host closed, and is turned off instead. Facts as of START_FAILED. */
  'NOT_SAVED_WITH_HOST',
] as const
export type EventCode = (typeof eventCodes)[number]

export const eventLevels = ['Information', 'Warning', 'Critical'] as const
export type EventLevel = (typeof eventLevels)[number]

export const eventSchema = z.object({
  id: z.int(),
  /** ISO 8601, UTC. */
  time: z.string(),
  level: z.enum(eventLevels),
  code: z.enum(eventCodes),
  machineId: z.string().nullable(),
  machineName: z.string().nullable(),
  /** What the sentence needs: named values. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
})
export type HostEvent = z.infer<typeof eventSchema>
