import { h, type FunctionalComponent } from 'vue'

/** One SVG element: its name and attributes. */
export type Shape = readonly [tag: 'path' | 'rect' | 'circle', attributes: Readonly<Record<string, string | number>>]

/** An icon of 16 by 16 units, hidden from assistive technology: the text beside it says what it is. */
export function drawIcon(...shapes: readonly Shape[]): FunctionalComponent {
  return () =>
    h(
      'svg',
      { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true', focusable: 'false' },
      shapes.map(([tag, attributes]) => h(tag, attributes)),
    )
}

/** A line of the text's colour. */
export function line(d: string, width = 1.4): Shape {
  return ['path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': width, 'stroke-linecap': 'round' }]
}
