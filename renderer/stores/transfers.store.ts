import type { CloneMachine, ExportMachine, ImportFacts, ImportMachine } from '#shared/transfer.ts'
import { printable } from '#shared/printable.ts'
import { defineHostStore } from '../sessions/host-store.ts'
import { useHostStore } from './host.store.ts'

/**
 * Exports, imports and clones machines. What begins a job resolves with its id. Each rejects with what the host answers,
 * so that it is shown at what it concerns.
 */
export const useTransfersStore = defineHostStore('transfers', (session) => {
  const host = useHostStore(session)

  async function exportMachine(wanted: ExportMachine): Promise<string> {
    const { jobId } = await host.call((client) => client.machines.export(wanted))
    return jobId
  }

  async function importMachine(wanted: ImportMachine): Promise<string> {
    const { jobId } = await host.call((client) => client.machines.import(wanted))
    return jobId
  }

  async function clone(wanted: CloneMachine): Promise<string> {
    const { jobId } = await host.call((client) => client.machines.clone(wanted))
    return jobId
  }

  /** What is in the file or folder. */
  async function inspect(path: string): Promise<ImportFacts> {
    const facts = await host.call((client) => client.machines.inspectImport({ path }))
    return { ...facts, name: printable(facts.name) }
  }

  return { exportMachine, importMachine, clone, inspect }
})
