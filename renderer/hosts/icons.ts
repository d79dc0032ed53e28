import { drawIcon, type Shape } from '../shell/draw-icon.ts'

const computer: readonly Shape[] = [
  ['rect', { x: 2, y: 2.5, width: 12, height: 8.5, rx: 1, fill: 'var(--icon-steel)' }],
  ['rect', { x: 3.2, y: 3.7, width: 9.6, height: 6.1, fill: 'var(--icon-paper)' }],
  ['path', { d: 'M6.5 11h3v1.6h2V14h-7v-1.4h2z', fill: 'var(--icon-steel)' }],
]

/** A host that there is no connection to at the moment. */
export const AbsentHostIcon = drawIcon(...computer, [
  'path',
  { d: 'M10 9l5 5M15 9l-5 5', stroke: 'var(--icon-red)', 'stroke-width': 1.8, 'stroke-linecap': 'round' },
])
export const ConnectToServerIcon = drawIcon(...computer, [
  'path',
  { d: 'M12 9v6M9 12h6', stroke: 'var(--icon-green)', 'stroke-width': 2, 'stroke-linecap': 'round' },
])
export const RemoveServerIcon = drawIcon(...computer, [
  'path',
  { d: 'M9 12h6', stroke: 'var(--icon-red)', 'stroke-width': 2, 'stroke-linecap': 'round' },
])
