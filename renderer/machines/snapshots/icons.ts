import { drawIcon, type Shape } from '../../shell/draw-icon.ts'

const screen = (x: number, y: number, glass: string): readonly Shape[] => [
  ['rect', { x, y, width: 11, height: 8, rx: 1, fill: 'var(--icon-steel)' }],
  ['rect', { x: x + 1.2, y: y + 1.2, width: 8.6, height: 5.6, fill: glass }],
]
const arrow = (d: string, stroke: string): Shape => [
  'path',
  { d, fill: 'none', stroke, 'stroke-width': 1.8, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
]

/** A screen, and what it was before. */
export const SnapshotIcon = drawIcon(...screen(4, 2, 'var(--icon-dark)'), ...screen(1, 6, 'var(--icon-blue)'))

/** The machine goes on here. */
export const NowIcon = drawIcon(['path', { d: 'M2 5.5h6V2.2L14.5 8 8 13.8v-3.3H2z', fill: 'var(--icon-green)' }])

export const TakeSnapshotIcon = drawIcon(...screen(4, 2, 'var(--icon-dark)'), ...screen(1, 6, 'var(--icon-blue)'), [
  'path',
  { d: 'M12 9.5v5M9.5 12h5', stroke: 'var(--icon-amber)', 'stroke-width': 1.8, 'stroke-linecap': 'round' },
])
export const RevertIcon = drawIcon(arrow('M13 12.5V9a3 3 0 0 0-3-3H3.5M6.5 2.8 3.2 6l3.3 3.2', 'var(--icon-blue)'))
export const ApplyIcon = drawIcon(arrow('M3 8.5l3.5 3.8L13 4', 'var(--icon-green)'))
export const DeleteSubtreeIcon = drawIcon(
  ['path', { d: 'M3 2v8h4M3 5.5h4', fill: 'none', stroke: 'var(--icon-steel)', 'stroke-width': 1.4 }],
  [
    'path',
    { d: 'M8 5l6.5 6.5M14.5 5L8 11.5', stroke: 'var(--icon-red)', 'stroke-width': 2.2, 'stroke-linecap': 'round' },
  ],
)
