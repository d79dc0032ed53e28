import type { ImportFacts } from '#shared/transfer.ts'
import { createRouterClient, implement } from '@orpc/server'
import { contract } from '#shared/contract.ts'
import type { ErrorCode, ErrorFacts } from '#shared/errors.ts'
import type { Change, Snapshot, WatchMessage } from '#shared/host.ts'
import type { CreateMachine } from '#shared/machine.ts'
import type { CreateFromTemplate } from '#shared/own-template.ts'
import type { RemoteStatus } from '#shared/remote-host.ts'
import type { HostClient, RawChannel, Transport } from '#renderer/transport/transport.ts'
import type { DiskFacts } from '#shared/disk.ts'
import type { EventQuery, HostEvent } from '#shared/event.ts'
import type { Job } from '#shared/job.ts'
import { hostInfo, job, machine } from './values.ts'

/** One watch as the host sees it. */
class Watch {
  readonly #waiting: WatchMessage[] = []
  #wake: () => void = () => undefined
  #ended: Error | null = null

  send(message: WatchMessage): void {
    this.#waiting.push(message)
    this.#wake()
  }

  end(error: Error): void {
    this.#ended = error
    this.#wake()
  }

  async *messages(): AsyncGenerator<WatchMessage> {
    for (;;) {
      const next = this.#waiting.shift()
      if (next !== undefined) yield next
      else if (this.#ended !== null) throw this.#ended
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}

/** A host that does nothing but answer as told: the contract is the real one, input validation included. */
export class FakeHost implements Transport {
  readonly calls: { name: string; input: unknown }[] = []
  watches = 0
  /** Connections that will still be refused. */
  refusals = 0
  /** Why. */
  refusal = new Error('refused')
  connections = 0
  current: Snapshot
  /** What `machines.inspectImport` answers. */
  importFacts: ImportFacts = {
    format: 'file',
    name: 'Lab',
    id: 'lab',
    size: 4096,
    snapshots: 0,
    hasState: false,
    version: '0.1.0',
    exportedAt: '2026-01-02T03:04:05.000Z',
    nameTaken: false,
    idTaken: false,
    missingTemplates: [],
    missingMedia: [],
    stateFits: true,
  }
  /** What `disks.inspect` answers. */
  chain: DiskFacts[] = []
  /** What `jobs.list` answers. */
  jobHistory: Job[] = []
  /** What `jobs.wait` answers, one after the other; then with a completed job. */
  waitedFor: Job[] = []
  /** What `events.list` answers. */
  olderEvents: (query: EventQuery) => HostEvent[] = () => []
  #revision = 10
  #watch: Watch | null = null
  #lose: () => void = () => undefined
  #failure: { code: ErrorCode; facts: unknown; command: string | null } | null = null

  constructor(snapshot: Snapshot) {
    this.current = snapshot
  }

  /** How it stands with its remote hosts. */
  remoteStatus: RemoteStatus = { state: 'connected', problem: null }

  connect(onLost: () => void): Promise<HostClient> {
    this.connections += 1
    if (this.refusals > 0) {
      this.refusals -= 1
      return Promise.reject(this.refusal)
    }
    this.#lose = onLost
    return Promise.resolve(this.#client())
  }

  openChannel(): RawChannel {
    throw new Error('This host has no channels.')
  }

  change(change: Change): void {
    this.#revision += 1
    this.#watch?.send({ type: 'change', revision: this.#revision, change })
  }

  /** A change that never arrives. */
  swallowChange(): void {
    this.#revision += 1
  }

  lose(): void {
    this.#lose()
    this.#watch?.end(new Error('connection lost'))
  }

  /** The next command, or the next of that name, is answered with this error. */
  fail<Code extends ErrorCode>(code: Code, facts: ErrorFacts<Code>, command: string | null = null): void {
    this.#failure = { code, facts, command }
  }

  #client(): HostClient {
    const host = implement(contract)
    const answer = <Answer>(name: string, input: unknown, value: Answer): Answer => {
      this.calls.push({ name, input })
      const failure = this.#failure
      if (failure === null || (failure.command ?? name) !== name) return value
      this.#failure = null
      throw Object.assign(new Error(failure.code), { code: failure.code, data: failure.facts })
    }
    const done = (name: string) => (options: { input: unknown }) => answer(name, options.input, {})
    const { machines } = host
    return createRouterClient({
      host: {
        watch: host.host.watch.handler(() => {
          this.watches += 1
          const watch = new Watch()
          this.#watch = watch
          watch.send({ type: 'snapshot', revision: this.#revision, snapshot: this.current })
          return watch.messages()
        }),
        examine: host.host.examine.handler(() => answer('examine', null, { findings: [] })),
        createToken: host.host.createToken.handler(() => answer('createToken', null, { token: 'token' })),
        configure: host.host.configure.handler(done('configureHost')),
        keepPreference: host.host.keepPreference.handler(done('keepPreference')),
        signOutPages: host.host.signOutPages.handler(done('signOutPages')),
        stop: host.host.stop.handler(() => answer('stop', null, {})),
      },
      machines: {
        create: machines.create.handler(({ input }: { input: CreateMachine }) =>
          answer(
            'create',
            input,
            machine({ name: input.name, drives: [{ kind: 'dvd', at: 'ide1:0', media: input.dvd }] }),
          ),
        ),
        createFromTemplate: machines.createFromTemplate.handler(({ input }: { input: CreateFromTemplate }) =>
          answer('createFromTemplate', input, [machine({ name: input.name })]),
        ),
        configure: machines.configure.handler(done('configure')),
        start: machines.start.handler(done('start')),
        save: machines.save.handler(done('save')),
        deleteSavedState: machines.deleteSavedState.handler(done('deleteSavedState')),
        pause: machines.pause.handler(done('pause')),
        resume: machines.resume.handler(done('resume')),
        reset: machines.reset.handler(done('reset')),
        shutDown: machines.shutDown.handler(({ input }) => answer('shutDown', input, { jobId: 'job' })),
        turnOff: machines.turnOff.handler(done('turnOff')),
        delete: machines.delete.handler(done('delete')),
        takeSnapshot: machines.takeSnapshot.handler(({ input }) =>
          answer('takeSnapshot', input, { snapshotId: 'snapshot' }),
        ),
        applySnapshot: machines.applySnapshot.handler(done('applySnapshot')),
        revert: machines.revert.handler(done('revert')),
        changeSnapshot: machines.changeSnapshot.handler(done('changeSnapshot')),
        deleteSnapshot: machines.deleteSnapshot.handler(done('deleteSnapshot')),
        snapshotImage: machines.snapshotImage.handler(({ input }) =>
          answer('snapshotImage', input, { png: 'AAAA', width: 1, height: 1 }),
        ),
        setUndoDisks: machines.setUndoDisks.handler(done('setUndoDisks')),
        commitUndoDisks: machines.commitUndoDisks.handler(done('commitUndoDisks')),
        discardUndoDisks: machines.discardUndoDisks.handler(done('discardUndoDisks')),
        attachDrive: machines.attachDrive.handler(({ input }) =>
          answer('attachDrive', input, { at: input.at ?? 'ide0:0' }),
        ),
        replaceDrive: machines.replaceDrive.handler(done('replaceDrive')),
        detachDrive: machines.detachDrive.handler(done('detachDrive')),
        insertMedia: machines.insertMedia.handler(({ input }) =>
          answer('insertMedia', input, { at: input.at ?? 'ide1:0' }),
        ),
        export: machines.export.handler(({ input }) => answer('export', input, { jobId: 'job' })),
        import: machines.import.handler(({ input }) => answer('import', input, { jobId: 'job' })),
        inspectImport: machines.inspectImport.handler(({ input }) => answer('inspectImport', input, this.importFacts)),
        clone: machines.clone.handler(({ input }) => answer('clone', input, { jobId: 'job' })),
        ejectMedia: machines.ejectMedia.handler(({ input }) =>
          answer('ejectMedia', input, { at: input.at ?? 'ide1:0' }),
        ),
        type: machines.type.handler(done('type')),
        secureAttention: machines.secureAttention.handler(done('secureAttention')),
        screenText: machines.screenText.handler(({ input }) => answer('screenText', input, { rows: [] })),
        screenImage: machines.screenImage.handler(({ input }) =>
          answer('screenImage', input, { png: 'AAAA', width: 1, height: 1 }),
        ),
        openVnc: machines.openVnc.handler(({ input }) =>
          answer('openVnc', input, { host: '127.0.0.1', port: 5900, password: null }),
        ),
      },
      disks: {
        inspect: host.disks.inspect.handler(({ input }) => answer('inspect', input, this.chain)),
        run: host.disks.run.handler(({ input }) => answer('run', input, { jobId: 'job' })),
      },
      templates: {
        create: host.templates.create.handler(({ input }: { input: unknown }) =>
          answer('createTemplate', input, { jobId: 'job-1' }),
        ),
        delete: host.templates.delete.handler(done('deleteTemplate')),
      },
      trash: {
        restore: host.trash.restore.handler(({ input }) => answer('restore', input, machine())),
        remove: host.trash.remove.handler(done('remove')),
        empty: host.trash.empty.handler(() => answer('empty', null, {})),
      },
      jobs: {
        cancel: host.jobs.cancel.handler(done('cancel')),
        wait: host.jobs.wait.handler(({ input }) =>
          answer('wait', input, this.waitedFor.shift() ?? job({ state: 'Completed' })),
        ),
        list: host.jobs.list.handler(() => answer('listJobs', null, this.jobHistory)),
      },
      hosts: {
        list: host.hosts.list.handler(() => answer('listHosts', null, [])),
        add: host.hosts.add.handler(({ input }) => answer('addHost', input, { id: hostInfo.id })),
        change: host.hosts.change.handler(done('changeHost')),
        remove: host.hosts.remove.handler(done('removeHost')),
        probe: host.hosts.probe.handler(({ input }) => answer('probeHost', input, this.remoteStatus)),
      },
      accessKeys: {
        create: host.accessKeys.create.handler(({ input }) =>
          answer('createAccessKey', input, { id: '0'.repeat(16), name: input.name, key: 'viridian_0_0' }),
        ),
        list: host.accessKeys.list.handler(() => answer('listAccessKeys', null, [])),
        revoke: host.accessKeys.revoke.handler(done('revokeAccessKey')),
      },
      events: {
        list: host.events.list.handler(({ input }) => answer('listEvents', input, this.olderEvents(input))),
      },
    })
  }
}
