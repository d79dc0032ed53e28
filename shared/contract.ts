import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { errorFacts, type ErrorCode } from './errors.ts'
import { watchMessageSchema, type WatchMessage } from './host.ts'
import { createMachineSchema, machineIdSchema, machineSchema } from './machine.ts'

type ErrorMap = { [Code in ErrorCode]: { data: (typeof errorFacts)[Code] } }

const errors = Object.fromEntries(
  Object.entries(errorFacts).map(([code, facts]) => [code, { data: facts }]),
) as ErrorMap

const call = oc.errors(errors)

const machineRef = z.object({ id: machineIdSchema })

/**
 * Everything a client can ask of a host. Input is validated once, at the host's edge; the answer to a command says only
 * that it was carried out: state changes reach clients through `host.watch`.
 */
export const contract = {
  host: {
    /** The snapshot, then every change. Ends when the client stops listening or the host closes. */
    watch: call.output(eventIterator(type<WatchMessage>())),
    /** A one-time token that opens the web console: `http://ADDRESS/?token=TOKEN`. */
    createToken: call.output(z.object({ token: z.string() })),
    /** Closes the host; powered-on machines are turned off first. */
    stop: call.output(z.object({})),
  },
  machines: {
    create: call.input(createMachineSchema).output(machineSchema),
    start: call.input(machineRef).output(z.object({})),
    pause: call.input(machineRef).output(z.object({})),
    resume: call.input(machineRef).output(z.object({})),
    reset: call.input(machineRef).output(z.object({})),
    turnOff: call.input(machineRef).output(z.object({})),
    delete: call.input(machineRef).output(z.object({})),
    /** Types text on the guest's keyboard (US layout); `\n` is Enter. */
    type: call.input(machineRef.extend({ text: z.string().max(100_000) })).output(z.object({})),
    /** Presses Ctrl+Alt+Delete. */
    secureAttention: call.input(machineRef).output(z.object({})),
    /** The text screen, one string a row, top first; empty while the guest shows graphics. */
    screenText: call.input(machineRef).output(z.object({ rows: z.array(z.string()) })),
    /** The screen as PNG, text rendered with the guest's own font. Base64, so that every transport carries it. */
    screenImage: call.input(machineRef).output(z.object({ png: z.base64(), width: z.int(), height: z.int() })),
    /** Opens (or finds) a TCP port on the loopback address that any VNC viewer can attach to, until the machine goes off. */
    openVnc: call
      .input(machineRef.extend({ password: z.boolean() }))
      .output(z.object({ host: z.string(), port: z.int(), password: z.string().nullable() })),
  },
}
export type Contract = typeof contract

/** Kept out of the type above: a test compares real messages with it. */
export { watchMessageSchema }
