import { diskFailureFacts } from '#electron/disks/disk-failure.ts'
import { connectToParent } from '../parent-link.ts'
import { Deferred } from '../protocol/deferred.ts'
import { toFailure } from '../protocol/failure.ts'
import { toMachineSchema, type Call, type FromMachine, type MachineProcessOptions } from '../protocol/messages.ts'
import { SavedStateError } from '../saved-state-error.ts'
import { removeSocket } from '../protocol/channel-address.ts'
import { Meter } from './meter.ts'
import type { CreatePc, Pc } from './pc.ts'

/** Milliseconds the disks have to be written and closed in. */
const longestFarewell = 5000

/** What the entry of an engine's process does: one PC, told what to do by the host that launched it. */
export function runMachine(create: CreatePc): void {
  const link = connectToParent()
  const parent = process.ppid
  let pc: Pc | null = null
  /** The machine's. */
  let name = ''
  let socket: string | null = null
  /** Waits for the host's word while the guest stands still for other disks. */
  let change: Deferred<boolean> | null = null
  /** It is noticed in two ways, and once a second, that the parent is gone. */
  let leaving = false

  function post(message: FromMachine): void {
    link.post(message)
  }

  /** The host ends a process that says this; should it not, the process must not stay. */
  function fail(error: unknown): void {
    const savedState = error instanceof SavedStateError ? { name, problem: error.problem, detail: error.detail } : null
    post({ kind: 'failed', ...toFailure(error), savedState })
    setTimeout(() => process.exit(1), 2000)
  }

  /** Nobody is left to tell what happens now; what the guest wrote is to be kept all the same. */
  function leaveAfterParent(): void {
    if (leaving) return
    leaving = true
    if (socket !== null) removeSocket(socket)
    setTimeout(() => process.exit(), longestFarewell)
    void (pc?.end() ?? Promise.resolve()).finally(() => process.exit())
  }

  async function powerOn(options: MachineProcessOptions): Promise<void> {
    name = options.name
    socket = options.channels.path
    pc = await create(options, {
      guestFault: (detail) => post({ kind: 'guestFault', detail }),
      guestPoweredOff: () => {
        void pc?.end().then(() => post({ kind: 'guestPoweredOff' }))
      },
      outOfSpace: (path) => post({ kind: 'outOfSpace', path }),
      diskFailed: (error) => post({ kind: 'diskFailed', disk: diskFailureFacts(error) }),
      mediaEjected: (at) => post({ kind: 'mediaEjected', at }),
      failed: fail,
    })
    if (options.savedState === null) pc.run()
    else post({ kind: 'restored' })
    await pc.started
    post({ kind: 'ready' })
  }

  async function answer(id: number, call: Call): Promise<unknown> {
    if (pc === null) throw new Error('The machine is not on.')
    if (call.name === 'settleDisks') return change?.resolve(call.committed)
    // What has stopped the guest for other disks lets it go on, whatever is asked for meanwhile.
    await pc.stillGuest.changingDisks
    const progress = (fraction: number) => post({ kind: 'progress', id, fraction })
    switch (call.name) {
      case 'pause':
        return pc.pause()
      case 'resume':
        return pc.run()
      case 'reset':
        return pc.reset()
      case 'pressPowerButton':
        return pc.pressPowerButton()
      case 'turnOff':
        return pc.end()
      case 'save':
        return pc.stillGuest.save(call.file, progress)
      case 'takeSnapshot':
        return pc.stillGuest.takeSnapshot(call, () => askToGoOn(id), progress)
      case 'mergeDisk':
        return pc.stillGuest.mergeDisk(call.at, () => askToGoOn(id), progress)
      case 'stopMerging':
        return pc.stillGuest.stopMerging()
      case 'insertMedia':
        return pc.insertMedia(call.at, call.path)
      case 'ejectMedia':
        return pc.ejectMedia(call.at)
      case 'type':
        return pc.type(call.strokes)
      case 'screenText':
        return pc.screenText()
      case 'screenImage':
        return pc.screenImage()
      case 'openVnc':
        return pc.openVnc({ password: call.password })
    }
  }

  /** Whether the guest is to go on with the new disks. */
  function askToGoOn(id: number): Promise<boolean> {
    change = new Deferred()
    post({ kind: 'disksReady', id })
    return change.promise
  }

  link.onMessage((raw) => {
    const message = toMachineSchema.parse(raw)
    if (message.kind === 'powerOn') {
      powerOn(message.options).catch(fail)
      return
    }
    const { id, call } = message
    answer(id, call).then(
      (result) => post({ kind: 'reply', id, result }),
      (error: unknown) => post({ kind: 'refusal', id, ...toFailure(error) }),
    )
  })
  link.onGone(leaveAfterParent)
  process.on('uncaughtException', (error) => {
    console.error(error)
    fail(error)
  })

  const nothing = { read: 0, written: 0 }
  const meter = new Meter(() => pc?.executed ?? 0)
  setInterval(() => {
    // A parent killed while it held our line may leave the line open in a process it forked.
    if (process.ppid !== parent) leaveAfterParent()
    post({ kind: 'sample', sample: meter.sample(pc?.transferred ?? nothing) })
  }, 1000)
}
