import { eventIterator, oc, type } from '@orpc/contract'
import * as z from 'zod'
import { accessKeyIdSchema, accessKeyInfoSchema } from './access-key.ts'
import { diskTaskSchema, forceSchema, type DiskFacts } from './disk.ts'
import { drivePositionSchema, dvdMediaSchema, filePathSchema, mediaPositionSchema } from './drive.ts'
import { errorFacts, type ErrorCode } from './errors.ts'
import { findingSchema } from './finding.ts'
import { configureHostSchema } from './host-settings.ts'
import { configureMachineSchema, createMachineSchema, machineIdSchema, machineSchema, notesSchema } from './machine.ts'
import { createFromTemplateSchema, createTemplateSchema } from './own-template.ts'
import { deleteMachineSchema, trashIdSchema } from './trash.ts'
import { keepPreferenceSchema } from './preferences.ts'
import {
  accessNameSchema,
  addHostSchema,
  changeHostSchema,
  hostIdSchema,
  remoteHostSchema,
  remoteStatusSchema,
} from './remote-host.ts'
import type { WatchPart } from './watch-parts.ts'
import { shutDownTimeSchema, undoActionSchema } from './machine-settings.ts'
import { despiteSchema, snapshotIdSchema, snapshotNameSchema } from './snapshot.ts'
import { cloneMachineSchema, exportMachineSchema, importFactsSchema, importMachineSchema } from './transfer.ts'
import { eventQuerySchema, type HostEvent } from './event.ts'
import { jobSchema, type Job } from './job.ts'
import { typedSchema } from './keyboard.ts'

type ErrorMap = { [Code in ErrorCode]: { data: (typeof errorFacts)[Code] } }

const errors = Object.fromEntries(
  Object.entries(errorFacts).map(([code, facts]) => [code, { data: facts }]),
) as ErrorMap

const call = oc.errors(errors)

const machineRef = z.object({ id: machineIdSchema })
const newDriveSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('disk'), path: filePathSchema, force: forceSchema }),
  z.object({ kind: z.literal('dvd') }),
])
const trashRef = z.object({ id: trashIdSchema })
const snapshotRef = machineRef.extend({ snapshotId: snapshotIdSchema })
/** Base64, so that every transport carries it. */
const imageSchema = z.object({ png: z.base64(), width: z.int(), height: z.int() })

/**
 * Everything a client can ask of a host. Input is validated once, at the host's edge; the answer to a command says only
 * that it was carried out: state changes reach clients through `host.watch`.
 */
export const contract = {
  host: {
    /** The snapshot, then every change. Ends when the client stops listening or the host closes. */
    watch: call.output(eventIterator(type<WatchPart>())),
    /** A one-time token that opens the web console: `http://ADDRESS/?token=TOKEN`. */
    createToken: call.output(z.object({ token: z.string() })),
    /** Looks for what is wrong with the machines' files, and with what the host needs itself. */
    examine: call.output(z.object({ findings: z.array(findingSchema) })),
    /** Changes the host's own settings, all of what is asked for or nothing. */
    configure: call.input(configureHostSchema).output(z.object({})),
    /** Remembers how the console's user likes it: pages are told of it when they connect. */
    keepPreference: call.input(keepPreferenceSchema).output(z.object({})),
    /** Ends the session of every page in a browser, this one's too, and the tokens that were created. */
    signOutPages: call.output(z.object({})),
    /** Closes the host; powered-on machines are saved or turned off first, as their settings say. */
    stop: call.output(z.object({})),
  },
  machines: {
    create: call.input(createMachineSchema).output(machineSchema),
    /** Answers when all of them are made; none is where one fails. */
    createFromTemplate: call.input(createFromTemplateSchema).output(z.array(machineSchema)),
    /** Changes name, notes, memory and automatic actions, all of what is asked for or nothing. Its folder keeps its name. */
    configure: call.input(configureMachineSchema.extend(machineRef.shape)).output(z.object({})),
    /** With `bootMenu` its firmware shows the menu of what it can start from. A saved machine goes on where it was. */
    start: call.input(machineRef.extend({ bootMenu: z.boolean().optional() })).output(z.object({})),
    /** Keeps what the guest is doing in a file and turns it off; `start` goes on from there. */
    save: call.input(machineRef).output(z.object({})),
    deleteSavedState: call.input(machineRef).output(z.object({})),
    pause: call.input(machineRef).output(z.object({})),
    resume: call.input(machineRef).output(z.object({})),
    reset: call.input(machineRef).output(z.object({})),
    /**
     * Begins to have the guest shut down, by its guest agent or else the power button; that it did is the end of the job.
     * Cancelled, the job only waits no longer. Where one is under way its id is the answer.
     */
    shutDown: call
      .input(machineRef.extend({ seconds: shutDownTimeSchema.optional() }))
      .output(z.object({ jobId: z.string() })),
    turnOff: call.input(machineRef).output(z.object({})),
    /** Its folder goes to the trash, or is removed at once; disks in it are kept where that is asked for. */
    delete: call.input(deleteMachineSchema.extend(machineRef.shape)).output(z.object({})),
    /** Begins to export a machine; how it goes is told through `host.watch`, as of the two below. */
    export: call.input(exportMachineSchema).output(z.object({ jobId: z.string() })),
    /** Begins to import a machine, whose id is the job's result. */
    import: call.input(importMachineSchema).output(z.object({ jobId: z.string() })),
    inspectImport: call.input(z.object({ path: filePathSchema })).output(importFactsSchema),
    /** Begins to clone a machine; the ids of the clones are the job's result, an array. */
    clone: call.input(cloneMachineSchema).output(z.object({ jobId: z.string() })),
    /** Keeps what the machine is now; without a name it is named after the machine and the time. */
    takeSnapshot: call
      .input(machineRef.extend({ name: snapshotNameSchema.optional(), notes: notesSchema.optional() }))
      .output(z.object({ snapshotId: snapshotIdSchema })),
    /**
     * Makes the machine what it was; what it is now is lost. What is on is turned off first. Refused with SNAPSHOT_MEDIA_CHANGED
     * or SNAPSHOT_STATE_UNUSABLE before anything is lost, unless it is said how it is done despite of that.
     */
    applySnapshot: call.input(snapshotRef.extend({ despite: despiteSchema.optional() })).output(z.object({})),
    /** Applies the snapshot the machine, as it is now, came of. */
    revert: call.input(machineRef.extend({ despite: despiteSchema.optional() })).output(z.object({})),
    changeSnapshot: call
      .input(snapshotRef.extend({ name: snapshotNameSchema.optional(), notes: notesSchema.optional() }))
      .output(z.object({})),
    /** With `subtree` all that came of it goes too; the machine stays what it is. */
    deleteSnapshot: call.input(snapshotRef.extend({ subtree: z.boolean() })).output(z.object({})),
    /** The screen when the snapshot was taken, as `screenImage` gives it. */
    snapshotImage: call.input(snapshotRef).output(imageSchema),
    setUndoDisks: call
      .input(machineRef.extend({ enabled: z.boolean(), whenOff: undoActionSchema }))
      .output(z.object({})),
    /** Answers when what the undo disks keep is in the disks they are based on. */
    commitUndoDisks: call.input(machineRef).output(z.object({})),
    discardUndoDisks: call.input(machineRef).output(z.object({})),
    /** Plugs a drive in, at the first free position where none is named. */
    attachDrive: call
      .input(machineRef.extend({ at: drivePositionSchema.optional(), drive: newDriveSchema }))
      .output(z.object({ at: drivePositionSchema })),
    /** Plugs a drive in, in place of the one that is there; refused, that one stays. A disk's file stays. */
    replaceDrive: call
      .input(machineRef.extend({ at: drivePositionSchema, drive: newDriveSchema }))
      .output(z.object({})),
    /** Plugs a drive out; a disk's file stays. */
    detachDrive: call.input(machineRef.extend({ at: drivePositionSchema })).output(z.object({})),
    /** Puts an image into a drive, in place of what is there; where none is named, into the one such an image is for. */
    insertMedia: call
      .input(machineRef.extend({ at: mediaPositionSchema.optional(), media: dvdMediaSchema }))
      .output(z.object({ at: mediaPositionSchema })),
    /** Empties a drive; where none is named, the first that is not empty. */
    ejectMedia: call
      .input(machineRef.extend({ at: mediaPositionSchema.optional() }))
      .output(z.object({ at: mediaPositionSchema })),
    /** Types text, or text with keys in it, on the guest's keyboard (US layout); `\n` is Enter. */
    type: call.input(machineRef.extend({ text: typedSchema })).output(z.object({})),
    /** Presses Ctrl+Alt+Delete. */
    secureAttention: call.input(machineRef).output(z.object({})),
    /** The text screen, one string a row, top first; empty while the guest shows graphics. */
    screenText: call.input(machineRef).output(z.object({ rows: z.array(z.string()) })),
    /** The screen, of a saved machine as it was; text rendered with the guest's own font. */
    screenImage: call.input(machineRef).output(imageSchema),
    /** Opens (or finds) a TCP port on the loopback address that any VNC viewer can attach to, until the machine goes off. */
    openVnc: call
      .input(machineRef.extend({ password: z.boolean() }))
      .output(z.object({ host: z.string(), port: z.int(), password: z.string().nullable() })),
  },
  disks: {
    /** A disk and its parents, the disk first, as far as they are found. */
    inspect: call.input(z.object({ path: filePathSchema })).output(type<DiskFacts[]>()),
    /** Begins work on a disk; how it goes is told through `host.watch`. */
    run: call.input(diskTaskSchema).output(z.object({ jobId: z.string() })),
  },
  /** Those of the user's own; which there are is told through `host.watch`. */
  templates: {
    /** Begins to make a template of a machine, whose id is the job's result. */
    create: call.input(createTemplateSchema).output(z.object({ jobId: z.string() })),
    /** Removes a template for good; refused while machines need its disks. */
    delete: call.input(z.object({ id: machineIdSchema })).output(z.object({})),
  },
  /** What is in it is told through `host.watch`. */
  trash: {
    /** Makes a deleted machine again; it gets another name where its own is taken. */
    restore: call.input(trashRef).output(machineSchema),
    /** Removes a deleted machine for good. */
    remove: call.input(trashRef).output(z.object({})),
    /** Removes all of them for good. */
    empty: call.output(z.object({})),
  },
  jobs: {
    /** Asks work to end; a job that has ended stays as it is. */
    cancel: call.input(z.object({ id: z.string() })).output(z.object({})),
    /** Answers when the job has ended. */
    wait: call.input(z.object({ id: z.string() })).output(jobSchema),
    /** All that the host remembers, oldest first; a watch begins with those at work and the last ones that ended. */
    list: call.output(type<Job[]>()),
  },
  /** Other hosts, to which this one relays its consoles. Which there are is told through `host.watch` as well. */
  hosts: {
    /** In the order they were added. */
    list: call.output(z.array(remoteHostSchema)),
    /** Refused unless the other host answers and knows the key; `fieldOfAddHost` says which field an error is about. */
    add: call.input(addHostSchema).output(z.object({ id: hostIdSchema })),
    /** Has the same host another name, address or access key, as `add` does it. Connections with what was before end. */
    change: call.input(changeHostSchema).output(z.object({})),
    /** Forgets a host and its access key, which the other host still knows. Ends the connections to it. */
    remove: call.input(z.object({ id: z.string().max(100) })).output(z.object({})),
    /** Tries to reach a host. */
    probe: call.input(z.object({ id: z.string().max(100) })).output(remoteStatusSchema),
  },
  /** What opens this host to other consoles. */
  accessKeys: {
    /** The key is told this once. */
    create: call
      .input(z.object({ name: accessNameSchema }))
      .output(z.object({ id: accessKeyIdSchema, name: z.string(), key: z.string() })),
    /** In the order they were created. */
    list: call.output(z.array(accessKeyInfoSchema)),
    /** Ends the connections made with it, too. */
    revoke: call.input(z.object({ id: z.string().max(100) })).output(z.object({})),
  },
  events: {
    /** What happened, newest first, from the host's files; new events come through `host.watch`. */
    list: call.input(eventQuerySchema).output(type<HostEvent[]>()),
  },
}
export type Contract = typeof contract
