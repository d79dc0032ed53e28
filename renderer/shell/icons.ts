import { drawIcon, line } from './draw-icon.ts'

const frame = [
  'rect',
  { x: 1.5, y: 2.5, width: 13, height: 11, rx: 1, fill: 'var(--icon-paper)', stroke: 'currentColor' },
] as const

export const TreePaneIcon = drawIcon(frame, ['rect', { x: 2, y: 3, width: 4, height: 10, fill: 'var(--icon-blue)' }])
export const ActionsPaneIcon = drawIcon(frame, [
  'rect',
  { x: 10, y: 3, width: 4, height: 10, fill: 'var(--icon-blue)' },
])

export const HelpIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-blue)' }],
  [
    'path',
    {
      d: 'M5.9 6.3a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.3',
      fill: 'none',
      stroke: '#fff',
      'stroke-width': 1.5,
      'stroke-linecap': 'round',
    },
  ],
  ['circle', { cx: 8, cy: 11.8, r: 0.95, fill: '#fff' }],
)

export const InformationIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-blue)' }],
  ['circle', { cx: 8, cy: 4.7, r: 1, fill: '#fff' }],
  ['rect', { x: 7.2, y: 6.8, width: 1.6, height: 5, rx: 0.5, fill: '#fff' }],
)

export const WarningIcon = drawIcon(
  [
    'path',
    { d: 'M8 1.5 15 14H1z', fill: 'var(--icon-amber)', stroke: 'var(--icon-amber-line)', 'stroke-linejoin': 'round' },
  ],
  ['rect', { x: 7.25, y: 5.8, width: 1.5, height: 4.4, rx: 0.5, fill: '#222' }],
  ['circle', { cx: 8, cy: 11.9, r: 0.9, fill: '#222' }],
)

export const ErrorIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-red)' }],
  ['path', { d: 'M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2', stroke: '#fff', 'stroke-width': 1.7, 'stroke-linecap': 'round' }],
)

export const CloseIcon = drawIcon(line('M4 4l8 8M12 4l-8 8'))
