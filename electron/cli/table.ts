import { printable } from '#shared/printable.ts'

export interface TableColumn {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/** Code points of the blocks that terminals draw two cells wide (UAX #11: Wide, Fullwidth), and combining marks. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u
const combining = /\p{Mark}|\u200d/u

/** Cells that a text takes on a terminal. */
export function cellWidth(text: string): number {
  let width = 0
  for (const character of text) width += combining.test(character) ? 0 : wide.test(character) ? 2 : 1
  return width
}

function pad(text: string, width: number, align: TableColumn['align']): string {
  const space = ' '.repeat(Math.max(0, width - cellWidth(text)))
  return align === 'right' ? space + text : text + space
}

/** Lines of a table with aligned columns, two spaces between them, no space at the ends of lines. */
export function formatTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  // A name of two lines must not look like two machines.
  const lines = [columns.map(({ title }) => title), ...rows].map((line) => line.map(printable))
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => cellWidth(line[index] ?? ''))))
  return lines
    .map((line) =>
      columns
        .map(({ align }, index) => pad(line[index] ?? '', widths[index] ?? 0, align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `Title:  value` lines with the values below each other. */
export function formatDetails(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([title]) => cellWidth(title))) + 1
  return rows.map(([title, value]) => `${pad(`${title}:`, width, 'left')}  ${value}`.trimEnd()).join('\n')
}
