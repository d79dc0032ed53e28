import { shallowRef } from 'vue'
import type { Machine } from '#shared/machine.ts'
import type { CreateFromTemplate, CreateTemplate, OwnTemplate } from '#shared/own-template.ts'
import { defineHostStore } from '../sessions/host-store.ts'
import { useHostStore } from './host.store.ts'
import { shownTemplate } from './shown.ts'

/** Templates of the user's own. Only messages of the watch change them; each call rejects with what the host answers. */
export const useTemplatesStore = defineHostStore('templates', (session) => {
  const host = useHostStore(session)
  /** In the order of their names. */
  const own = shallowRef<readonly OwnTemplate[]>([])

  host.onMessage((message) => {
    if (message.type === 'snapshot') own.value = message.snapshot.ownTemplates.map(shownTemplate)
    else if (message.change.type === 'ownTemplates') own.value = message.change.ownTemplates.map(shownTemplate)
  })

  /** Resolves with the id of the job that has begun. */
  async function create(wanted: CreateTemplate): Promise<string> {
    const { jobId } = await host.call((client) => client.templates.create(wanted))
    return jobId
  }

  /** Resolves with the new machine. */
  async function createMachine(wanted: Omit<CreateFromTemplate, 'count'>): Promise<Machine> {
    const [made] = await host.call((client) => client.machines.createFromTemplate({ ...wanted, count: 1 }))
    if (made === undefined) throw new Error('The host made no machine.')
    return made
  }

  async function remove(id: string): Promise<void> {
    await host.call((client) => client.templates.delete({ id }))
  }

  return { own, create, createMachine, remove }
})
