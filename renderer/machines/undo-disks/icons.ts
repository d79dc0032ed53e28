import { drawIcon, type Shape } from '../../shell/draw-icon.ts'

const disk: readonly Shape[] = [
  ['path', { d: 'M3.5 7h9l2 4v2.5a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V11z', fill: 'var(--icon-steel)' }],
  ['rect', { x: 2.8, y: 11.2, width: 10.4, height: 2, rx: 0.6, fill: 'var(--icon-paper)' }],
]
const line = (d: string, stroke: string): Shape => [
  'path',
  { d, fill: 'none', stroke, 'stroke-width': 1.7, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
]

/** What is beside the disk goes onto it. */
export const CommitIcon = drawIcon(...disk, line('M8 1v7M5.3 5.6 8 8.4l2.7-2.8', 'var(--icon-green)'))
/** What is beside the disk goes away. */
export const DiscardIcon = drawIcon(...disk, line('M5 1.5l6 5.5M11 1.5L5 7', 'var(--icon-red)'))
export const UndoDisksIcon = drawIcon(
  ...disk,
  line('M11.5 6.5V5a2 2 0 0 0-2-2H4.5M6.6 1 4.4 3l2.2 2', 'var(--icon-blue)'),
)
