import { drawIcon, type Shape } from '../../shell/draw-icon.ts'

const slot = (y: number): Shape => ['rect', { x: 3.5, y, width: 5, height: 1.2, rx: 0.6, fill: 'var(--icon-dark)' }]
const pins = (y: number): Shape => [
  'path',
  { d: `M4 ${y}v2.5M6.7 ${y}v2.5M9.3 ${y}v2.5M12 ${y}v2.5`, stroke: 'var(--icon-steel)' },
]

export const HardDriveIcon = drawIcon(
  ['path', { d: 'M3.5 3h9l2 6v3.5a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V9z', fill: 'var(--icon-steel)' }],
  ['rect', { x: 2.6, y: 9.2, width: 10.8, height: 3.2, rx: 0.6, fill: 'var(--icon-paper)' }],
  slot(10.2),
  ['circle', { cx: 11.6, cy: 10.8, r: 0.9, fill: 'var(--icon-green-bright)' }],
)

export const DvdDriveIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.5, fill: 'var(--icon-steel)' }],
  ['path', { d: 'M8 8 3.2 4.4A6 6 0 0 1 6.4 2.2zM8 8l4.8 3.6a6 6 0 0 1-3.2 2.2z', fill: 'var(--icon-paper)' }],
  ['circle', { cx: 8, cy: 8, r: 2.2, fill: 'var(--icon-paper)' }],
  ['circle', { cx: 8, cy: 8, r: 0.9, fill: 'var(--icon-dark)' }],
)

export const FloppyDriveIcon = drawIcon(
  ['path', { d: 'M2 2.5h10.3L14 4.2v9.3H2z', fill: 'var(--icon-blue)' }],
  ['rect', { x: 4, y: 8.5, width: 8, height: 5, fill: 'var(--icon-paper)' }],
  ['rect', { x: 4.5, y: 2.5, width: 6, height: 3.6, fill: 'var(--icon-paper)' }],
  ['rect', { x: 8, y: 3, width: 1.5, height: 2.6, fill: 'var(--icon-dark)' }],
)

export const ControllerIcon = drawIcon(
  ['path', { d: 'M1.5 3h13v8h-13z', fill: 'var(--icon-green)' }],
  ['rect', { x: 4, y: 5, width: 5, height: 4, fill: 'var(--icon-dark)' }],
  ['path', { d: 'M11 5.2h2M11 7h2M11 8.8h2', stroke: '#fff' }],
  ['path', { d: 'M3 11.5h8v2H3z', fill: 'var(--icon-amber)' }],
)

export const MemoryIcon = drawIcon(
  ['rect', { x: 1.5, y: 4.5, width: 13, height: 6, rx: 0.6, fill: 'var(--icon-green)' }],
  ['path', { d: 'M3.2 6h2.4v2.8H3.2zM6.8 6h2.4v2.8H6.8zM10.4 6h2.4v2.8h-2.4z', fill: 'var(--icon-dark)' }],
  pins(10.5),
)

/** A chip. */
export const BiosIcon = drawIcon(
  ['rect', { x: 3, y: 4.2, width: 10, height: 7.6, rx: 0.6, fill: 'var(--icon-dark)' }],
  ['path', { d: 'M4.5 2v2M7 2v2M9.5 2v2M12 2v2', stroke: 'var(--icon-steel)' }],
  ['path', { d: 'M4.5 12v2M7 12v2M9.5 12v2M12 12v2', stroke: 'var(--icon-steel)' }],
  ['path', { d: 'M5 8h5', stroke: 'var(--icon-paper)' }],
)

export const SerialPortIcon = drawIcon(
  ['path', { d: 'M1.5 5h13l-1.6 6.5H3.1z', fill: 'var(--icon-steel)' }],
  [
    'path',
    {
      d: 'M4.3 7h.1M6.8 7h.1M9.2 7h.1M11.7 7h.1M5.5 9.4h.1M8 9.4h.1M10.5 9.4h.1',
      stroke: 'var(--icon-paper)',
      'stroke-width': 1.4,
      'stroke-linecap': 'round',
    },
  ],
)

export const SettingsIcon = drawIcon(
  [
    'path',
    { d: 'M8 1.2v13.6M1.2 8h13.6M3.2 3.2l9.6 9.6M12.8 3.2l-9.6 9.6', stroke: 'var(--icon-steel)', 'stroke-width': 2.4 },
  ],
  ['circle', { cx: 8, cy: 8, r: 4.8, fill: 'var(--icon-steel)' }],
  ['circle', { cx: 8, cy: 8, r: 2, fill: 'var(--icon-paper)' }],
)
