import { add, emptyTally, type Tally } from './tally.ts'

/** A table of what became of the images of each kind, and of all. */
export function summary(tallies: ReadonlyMap<string, Tally>): string {
  const all = emptyTally()
  for (const tally of tallies.values()) add(all, tally)
  const head = ['', 'images', 'opened', 'in part', 'refused', 'most memory']
  const rows = [...tallies, ['all', all] as const].map(([name, tally]) => [
    name,
    ...[tally.images, tally.opened, tally.damaged, tally.refused].map(String),
    `${(tally.mostAllocated / 1024 / 1024).toFixed(1)} MiB`,
  ])
  const lines = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)
  return lines.map((line) => line.map(cell).join('  ')).join('\n')
}
