import { drawIcon, type Shape } from '../shell/draw-icon.ts'

const disk: readonly Shape[] = [
  ['rect', { x: 1.5, y: 3, width: 10, height: 11, rx: 1.5, fill: 'var(--icon-steel)' }],
  ['circle', { cx: 6.5, cy: 7.6, r: 3.2, fill: 'var(--icon-paper)' }],
  ['circle', { cx: 6.5, cy: 7.6, r: 1, fill: 'var(--icon-steel)' }],
  ['rect', { x: 3, y: 11.8, width: 4.5, height: 1, fill: 'var(--icon-paper)' }],
]
const star: Shape = [
  'path',
  { d: 'M12.8 .8v5M10.3 3.3h5', stroke: 'var(--icon-amber)', 'stroke-width': 1.8, 'stroke-linecap': 'round' },
]

export const NewDiskIcon = drawIcon(...disk, star)

export const NewFloppyIcon = drawIcon(
  ['path', { d: 'M1.5 4h9l2 2v8h-11z', fill: 'var(--icon-blue)' }],
  ['rect', { x: 3.5, y: 4, width: 5, height: 3.2, fill: 'var(--icon-paper)' }],
  ['rect', { x: 3, y: 9, width: 8, height: 5, fill: 'var(--icon-paper)' }],
  star,
)

export const InspectDiskIcon = drawIcon(
  ...disk,
  ['circle', { cx: 11, cy: 9.5, r: 3, fill: 'var(--icon-paper)', stroke: 'var(--icon-blue)', 'stroke-width': 1.5 }],
  ['path', { d: 'M13.2 11.7l2 2.3', stroke: 'var(--icon-blue)', 'stroke-width': 1.9, 'stroke-linecap': 'round' }],
)

export const EditDiskIcon = drawIcon(...disk, [
  'path',
  {
    d: 'M8.2 13.8l.7-2.9 5-5 2 2-5 5z',
    fill: 'var(--icon-amber)',
    stroke: 'var(--icon-amber-line)',
    'stroke-width': 0.8,
  },
])
