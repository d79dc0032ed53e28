import { implement, ORPCError, ValidationError } from '@orpc/server'
import { contract } from '#shared/contract.ts'
import type { ScreenImage } from '#electron/engines/engine.ts'
import { callAs } from './caller.ts'
import type { ClientBudget } from './client-budget.ts'
import type { Host } from './host.ts'
import type { Principal } from './principal.ts'
import { PartedWatch } from './parted-watch.ts'
import { errorText, isViridianError } from './unexpected.ts'

/** What the contract promises: an error of the closed list, its facts as `data`. */
function toContractError(error: unknown): ORPCError<string, unknown> {
  if (isViridianError(error)) return new ORPCError(error.code, { data: error.facts, cause: error })
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
    const issues = error.cause.issues.map(({ path = [], message }) => ({
      path: path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.'),
      message,
    }))
    return new ORPCError('INPUT_INVALID', { data: { issues }, cause: error })
  }
  console.error('A call met an unexpected error:', error)
  return new ORPCError('INTERNAL', { data: { detail: errorText(error) }, cause: error })
}

/** What a transport says of the client whose call it is. */
export interface CallContext {
  readonly principal: Principal
  /** Without one the client is a part of this program. */
  readonly budget?: ClientBudget
  /** Resolves when the connection has little left to send; of large answers the next part waits for it. */
  readonly sent?: () => Promise<void>
}

/** The contract, carried out by a host; every transport serves this one. */
export function createRouter(host: Host) {
  // Stands before the validation of the input, so that it sees its errors too.
  const os = implement(contract)
    .$context<CallContext>()
    .use(async ({ next, path, context: { principal, budget } }, input) => {
      const carryOut = () => host.admit(principal, { path, input }, async () => await next())
      try {
        return await callAs(principal, () => (budget === undefined ? carryOut() : budget.call(carryOut)))
      } catch (error) {
        throw toContractError(error)
      }
    })
  const { machines, templates, transfers, trash, disks, jobs, events } = host

  return os.router({
    host: {
      watch: os.host.watch.handler(({ signal = new AbortController().signal, context: { budget, sent } }) => {
        // A caller in this process may have no signal; it ends the iterator itself.
        const begin = () => new PartedWatch(host.watch(signal), sent ?? (() => Promise.resolve()))
        return budget === undefined ? begin() : budget.watch(signal, begin)
      }),
      createToken: os.host.createToken.handler(() => ({ token: host.access.createToken() })),
      examine: os.host.examine.handler(async () => ({ findings: await host.examine() })),
      configure: os.host.configure.handler(({ input }) => host.settings.configure(input).then(done)),
      keepPreference: os.host.keepPreference.handler(({ input: { name, value } }) =>
        host.preferences.keep(name, value).then(done),
      ),
      signOutPages: os.host.signOutPages.handler(() => host.signOutPages().then(done)),
      stop: os.host.stop.handler(() => {
        // The answer goes out first. What could not be turned off is told by whoever composed the host: its own call of
        // `close` is answered with the same.
        setImmediate(() => void host.close().catch(() => undefined))
        return {}
      }),
    },
    machines: {
      create: os.machines.create.handler(({ input }) => machines.create(input)),
      createFromTemplate: os.machines.createFromTemplate.handler(({ input }) => templates.createMachines(input)),
      configure: os.machines.configure.handler(({ input: { id, ...changes } }) =>
        machines.configure(id, changes).then(done),
      ),
      start: os.machines.start.handler(({ input }) =>
        machines.start(input.id, { bootMenu: input.bootMenu }).then(done),
      ),
      save: os.machines.save.handler(({ input }) => machines.save(input.id).then(done)),
      deleteSavedState: os.machines.deleteSavedState.handler(({ input }) =>
        machines.deleteSavedState(input.id).then(done),
      ),
      pause: os.machines.pause.handler(({ input }) => machines.pause(input.id).then(done)),
      resume: os.machines.resume.handler(({ input }) => machines.resume(input.id).then(done)),
      reset: os.machines.reset.handler(({ input }) => machines.reset(input.id).then(done)),
      shutDown: os.machines.shutDown.handler(({ input: { id, seconds } }) => ({
        jobId: machines.shutDown(id, seconds),
      })),
      turnOff: os.machines.turnOff.handler(({ input }) => machines.turnOff(input.id).then(done)),
      delete: os.machines.delete.handler(({ input: { id, ...how } }) => machines.delete(id, how).then(done)),
      export: os.machines.export.handler(async ({ input }) => ({ jobId: await transfers.export(input) })),
      import: os.machines.import.handler(async ({ input }) => ({ jobId: await transfers.import(input) })),
      inspectImport: os.machines.inspectImport.handler(({ input }) => transfers.inspect(input.path)),
      clone: os.machines.clone.handler(async ({ input }) => ({ jobId: await transfers.clone(input) })),
      takeSnapshot: os.machines.takeSnapshot.handler(async ({ input: { id, ...texts } }) => ({
        snapshotId: await machines.takeSnapshot(id, texts),
      })),
      applySnapshot: os.machines.applySnapshot.handler(({ input }) =>
        machines.applySnapshot(input.id, input.snapshotId, input.despite).then(done),
      ),
      revert: os.machines.revert.handler(({ input }) => machines.revert(input.id, input.despite).then(done)),
      changeSnapshot: os.machines.changeSnapshot.handler(({ input: { id, snapshotId, ...texts } }) =>
        machines.changeSnapshot(id, snapshotId, texts).then(done),
      ),
      deleteSnapshot: os.machines.deleteSnapshot.handler(({ input: { id, snapshotId, subtree } }) =>
        machines.deleteSnapshot(id, snapshotId, { subtree }).then(done),
      ),
      snapshotImage: os.machines.snapshotImage.handler(({ input }) =>
        machines.snapshotImage(input.id, input.snapshotId).then(inBase64),
      ),
      setUndoDisks: os.machines.setUndoDisks.handler(({ input: { id, ...settings } }) =>
        machines.setUndoDisks(id, settings).then(done),
      ),
      commitUndoDisks: os.machines.commitUndoDisks.handler(({ input }) =>
        machines.commitUndoDisks(input.id).then(done),
      ),
      discardUndoDisks: os.machines.discardUndoDisks.handler(({ input }) =>
        machines.discardUndoDisks(input.id).then(done),
      ),
      attachDrive: os.machines.attachDrive.handler(async ({ input: { id, drive, at } }) => ({
        at: await machines.attachDrive(id, drive, at),
      })),
      replaceDrive: os.machines.replaceDrive.handler(({ input: { id, drive, at } }) =>
        machines.replaceDrive(id, drive, at).then(done),
      ),
      detachDrive: os.machines.detachDrive.handler(({ input }) => machines.detachDrive(input.id, input.at).then(done)),
      insertMedia: os.machines.insertMedia.handler(async ({ input: { id, media, at } }) => ({
        at: await machines.insertMedia(id, media, at),
      })),
      ejectMedia: os.machines.ejectMedia.handler(async ({ input }) => ({
        at: await machines.ejectMedia(input.id, input.at),
      })),
      type: os.machines.type.handler(({ input }) => machines.type(input.id, input.text).then(done)),
      secureAttention: os.machines.secureAttention.handler(({ input }) =>
        machines.secureAttention(input.id).then(done),
      ),
      screenText: os.machines.screenText.handler(async ({ input }) => ({ rows: await machines.screenText(input.id) })),
      screenImage: os.machines.screenImage.handler(({ input }) => machines.screenImage(input.id).then(inBase64)),
      openVnc: os.machines.openVnc.handler(({ input }) => machines.openVnc(input.id, { password: input.password })),
    },
    disks: {
      inspect: os.disks.inspect.handler(({ input }) => disks.inspect(input.path)),
      run: os.disks.run.handler(async ({ input }) => ({ jobId: await disks.run(input) })),
    },
    templates: {
      create: os.templates.create.handler(async ({ input }) => ({ jobId: await templates.create(input) })),
      delete: os.templates.delete.handler(({ input }) => templates.delete(input.id).then(done)),
    },
    trash: {
      restore: os.trash.restore.handler(({ input }) => machines.restore(input.id)),
      remove: os.trash.remove.handler(({ input }) => trash.remove(input.id).then(done)),
      empty: os.trash.empty.handler(() => trash.empty().then(done)),
    },
    jobs: {
      cancel: os.jobs.cancel.handler(({ input }) => {
        jobs.cancel(input.id)
        return {}
      }),
      wait: os.jobs.wait.handler(({ input }) => jobs.wait(input.id)),
      list: os.jobs.list.handler(() => jobs.jobs),
    },
    hosts: {
      list: os.hosts.list.handler(() => host.remoteHosts.list),
      add: os.hosts.add.handler(async ({ input }) => ({ id: await host.remoteHosts.add(input) })),
      change: os.hosts.change.handler(({ input }) => host.remoteHosts.change(input).then(done)),
      remove: os.hosts.remove.handler(({ input }) => host.remoteHosts.remove(input.id).then(done)),
      probe: os.hosts.probe.handler(({ input }) => host.remoteHosts.probe(input.id)),
    },
    accessKeys: {
      create: os.accessKeys.create.handler(({ input }) => host.access.keys.create(input.name)),
      list: os.accessKeys.list.handler(() => host.access.keys.list),
      revoke: os.accessKeys.revoke.handler(({ input }) => host.access.keys.revoke(input.id).then(done)),
    },
    events: {
      list: os.events.list.handler(({ input }) => events.list(input)),
    },
  })
}

function inBase64({ png, width, height }: ScreenImage) {
  return { png: Buffer.from(png).toString('base64'), width, height }
}

function done(): Record<string, never> {
  return {}
}
