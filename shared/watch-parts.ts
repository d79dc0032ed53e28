import type { Snapshot, WatchMessage } from './host.ts'

/** Of a snapshot, what grows with the number of machines. */
type Lists = Pick<Snapshot, 'machines' | 'metrics' | 'trash'>

/** Messages of a watch as a connection carries them: a large snapshot comes with the first of its machines, the others follow. */
export type WatchPart =
  WatchMessage | (WatchMessage & { type: 'snapshot'; parts: number }) | ({ readonly type: 'part' } & Lists)

/** Characters of a part as JSON, about: one machine may have more. */
const usualLength = 1024 * 1024

/** A message as it is sent. */
export function splitMessage(message: WatchMessage): WatchPart[] {
  if (message.type === 'change') return [message]
  const { machines, metrics, trash } = message.snapshot
  const parts: Lists[] = []
  let length = Infinity
  const add = <Item>(items: readonly Item[], listOf: (part: Lists) => Item[]) => {
    for (const item of items) {
      const more = roughLength(item)
      const last = parts.at(-1)
      if (last !== undefined && length + more <= usualLength) {
        listOf(last).push(item)
        length += more
        continue
      }
      const next: Lists = { machines: [], metrics: [], trash: [] }
      listOf(next).push(item)
      parts.push(next)
      length = more
    }
  }
  add(machines, (part) => part.machines)
  add(metrics, (part) => part.metrics)
  add(trash, (part) => part.trash)
  const [first, ...others] = parts
  if (others.length === 0) return [message]
  return [
    { ...message, snapshot: { ...message.snapshot, ...first }, parts: others.length },
    ...others.map((lists) => ({ type: 'part', ...lists }) as const),
  ]
}

/** Characters of a value as JSON, about: what is to be sent is not written out twice. */
function roughLength(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (typeof value !== 'object' || value === null) return 8
  let length = 2
  for (const [key, each] of Object.entries(value))
    length += (Array.isArray(value) ? 0 : key.length + 4) + roughLength(each)
  return length
}

/** The messages of a watch as the host told them. */
export async function* joinParts(parts: AsyncIterable<WatchPart>): AsyncGenerator<WatchMessage> {
  let begun: Snapshot | null = null
  let revision = 0
  let missing = 0
  for await (const part of parts) {
    if (part.type === 'part') {
      if (begun === null) continue
      for (const machine of part.machines) begun.machines.push(machine)
      for (const metrics of part.metrics) begun.metrics.push(metrics)
      for (const entry of part.trash) begun.trash.push(entry)
      missing -= 1
    } else if ('parts' in part) {
      const { machines, metrics, trash } = part.snapshot
      begun = { ...part.snapshot, machines: [...machines], metrics: [...metrics], trash: [...trash] }
      revision = part.revision
      missing = part.parts
    } else {
      yield part
      continue
    }
    if (missing > 0) continue
    yield { type: 'snapshot', revision, snapshot: begun }
    begun = null
  }
}
