import type { LiveMachine } from './live-machine.ts'

/** Names that an event tells. */
const mostNames = 10

/** What earlier hosts left, and nothing names, is not in the way of what this one makes, but is not lost either. */
export async function setLeftOversAside(machine: LiveMachine): Promise<void> {
  const aside = await machine.files.setAside()
  if (aside === null) return
  const { folder, files } = aside
  machine.services.events.add('FILES_SET_ASIDE', machine, {
    path: folder,
    count: files.length,
    files: files.slice(0, mostNames).join(', '),
  })
}
