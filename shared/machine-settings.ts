import * as z from 'zod'
import { defaultStartup, startupSchema } from './startup.ts'

/** What becomes of a machine when its host starts. Delay in seconds. */
export const automaticStartSchema = z.object({
  action: z.enum(['nothing', 'ifRunning', 'always']),
  delay: z.int().min(0).max(86_400),
})
export type AutomaticStart = z.infer<typeof automaticStartSchema>

/** What becomes of a running machine when its host closes. */
export const automaticStopSchema = z.enum(['save', 'turnOff', 'shutDown'])
export type AutomaticStop = z.infer<typeof automaticStopSchema>

/** Seconds a guest may take to shut down when a user asks for it, and what is usual. */
export const shutDownTimeSchema = z.number().positive().max(2_000_000)
export const defaultShutDownTime = 60

/** What becomes of a machine that went off by a fault. */
export const recoverySchema = z.enum(['none', 'restart', 'revert'])
export type Recovery = z.infer<typeof recoverySchema>

/** What becomes of the undo disks when a machine goes off: asked of the user, or done without asking. */
export const undoActionSchema = z.enum(['ask', 'keep', 'commit', 'discard'])
export type UndoAction = z.infer<typeof undoActionSchema>

/** Settings that belong to the machine whatever snapshot it is made again. */
export const machineSettingsSchema = z.object({
  automaticStart: automaticStartSchema,
  automaticStop: automaticStopSchema,
  recovery: recoverySchema,
  startup: startupSchema,
})
export type MachineSettings = z.infer<typeof machineSettingsSchema>

/** As Hyper-V and Virtual Server have them; but on a desktop somebody sees the fault, and decides. */
export const defaultSettings: MachineSettings = {
  automaticStart: { action: 'ifRunning', delay: 0 },
  automaticStop: 'save',
  recovery: 'none',
  startup: defaultStartup,
}
