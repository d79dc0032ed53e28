import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import { createFirstMachine } from '#electron/host/first-run.ts'
import { openHost } from '#electron/host/open-host.ts'
import { makeWarmGuest } from '../../build/guest/warm.mjs'
import { builtResources } from '../fixtures/resources.ts'
import type { CommandLine } from './command-line.ts'

/** An export of a machine whose lab guest has been booted and saved. */
const booted = path.join(import.meta.dirname, '../../dist/test/booted-lab')

/** Makes that export once, before the specs: by Viridian itself, of the machine that a new user gets. */
export async function exportBootedGuest(): Promise<void> {
  await makeWarmGuest()
  const home = await mkdtemp(path.join(os.tmpdir(), 'viridian-e2e-'))
  const host = await openHost({ home, launcher: forkLauncher, resources: builtResources })
  try {
    const machine = await createFirstMachine(host)
    if (machine === null) throw new Error('There is no lab guest.')
    await host.machines.start(machine.id)
    const screen = (await host.machines.screenText(machine.id)).join('\n')
    if (!screen.includes(':~#')) throw new Error(`The lab guest is not booted: ${screen}`)
    await host.machines.save(machine.id)
    await rm(booted, { recursive: true, force: true })
    const options = { format: 'folder', state: true, snapshots: false, media: false } as const
    const job = await host.jobs.wait(await host.transfers.export({ id: machine.id, path: booted, ...options }))
    if (job.state !== 'Completed') throw new Error(`The lab guest is not exported: ${JSON.stringify(job.error)}`)
  } finally {
    await host.close()
    await rm(home, { recursive: true, force: true })
  }
}

/**
 * Makes a machine in which the lab guest goes on behind its boot, at the prompt of its shells, and starts it. The host may give
 * the guest the machine's name at any time.
 */
export async function startBooted(commandLine: CommandLine, name: string): Promise<void> {
  await commandLine.expect('vm', 'import', booted, '--name', name)
  await commandLine.expect('vm', 'start', name)
}
