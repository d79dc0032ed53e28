import { drawIcon, type Shape } from '../../shell/draw-icon.ts'

const box: Shape = [
  'path',
  { d: 'M1.5 7h4v3h5V7h4v7.5h-13z', fill: 'var(--icon-paper)', stroke: 'var(--icon-steel)', 'stroke-width': 1.2 },
]
const arrow = (d: string, stroke: string): Shape => [
  'path',
  { d, fill: 'none', stroke, 'stroke-width': 1.8, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
]

/** Out of a box, and into one. */
export const ExportIcon = drawIcon(box, arrow('M8 8.5V1.8M5.2 4.4 8 1.6l2.8 2.8', 'var(--icon-green)'))
export const ImportIcon = drawIcon(box, arrow('M8 1.5v6.7M5.2 5.6 8 8.4l2.8-2.8', 'var(--icon-blue)'))

/** A screen, and the same again. */
export const CloneIcon = drawIcon(
  ['rect', { x: 5, y: 1.5, width: 10, height: 8, rx: 1, fill: 'var(--icon-steel)' }],
  ['rect', { x: 6.2, y: 2.7, width: 7.6, height: 5.6, fill: 'var(--icon-blue)' }],
  ['rect', { x: 1, y: 6, width: 10, height: 8, rx: 1, fill: 'var(--icon-steel)' }],
  ['rect', { x: 2.2, y: 7.2, width: 7.6, height: 5.6, fill: 'var(--icon-blue)' }],
)
