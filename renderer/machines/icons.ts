import { drawIcon, type Shape } from '../shell/draw-icon.ts'

const screen: readonly Shape[] = [
  ['rect', { x: 1.5, y: 2, width: 13, height: 9, rx: 1, fill: 'var(--icon-steel)' }],
  ['path', { d: 'M6 11h4l.7 2.5H5.3z', fill: 'var(--icon-steel)' }],
  ['rect', { x: 4, y: 13, width: 8, height: 1.3, rx: 0.5, fill: 'var(--icon-steel)' }],
]
const glass = (fill: string): Shape => ['rect', { x: 2.7, y: 3.2, width: 10.6, height: 6.6, fill }]

/** Viridian's own mark: a screen of viridian green. */
export const ViridianIcon = drawIcon(...screen, glass('var(--viridian)'), [
  'path',
  { d: 'M5 4.8 8 8.6l3-3.8', fill: 'none', stroke: '#fff', 'stroke-width': 1.5, 'stroke-linecap': 'round' },
])

export const HostIcon = drawIcon(
  ['rect', { x: 3, y: 1, width: 10, height: 14, rx: 1, fill: 'var(--icon-steel)' }],
  ['rect', { x: 4.5, y: 3, width: 7, height: 1.5, fill: 'var(--icon-paper)' }],
  ['rect', { x: 4.5, y: 5.8, width: 7, height: 1.5, fill: 'var(--icon-paper)' }],
  ['circle', { cx: 10.5, cy: 12.3, r: 1.3, fill: 'var(--icon-green-bright)' }],
)

export const MachineOffIcon = drawIcon(...screen, glass('var(--icon-dark)'))
export const MachineOnIcon = drawIcon(...screen, glass('var(--icon-dark)'), [
  'path',
  { d: 'M6.2 3.9v5.2L11 6.5z', fill: 'var(--icon-green-bright)' },
])
export const MachinePausedIcon = drawIcon(...screen, glass('var(--icon-dark)'), [
  'path',
  { d: 'M6.2 4.2h1.5v4.6H6.2zM8.9 4.2h1.5v4.6H8.9z', fill: 'var(--icon-amber)' },
])

/** The lines of a page that was written down. */
export const MachineSavedIcon = drawIcon(...screen, glass('var(--icon-dark)'), [
  'path',
  { d: 'M5.5 5h5M5.5 6.6h5M5.5 8.2h3', stroke: 'var(--icon-amber)', 'stroke-width': 1, 'stroke-linecap': 'round' },
])

export const NewMachineIcon = drawIcon(...screen, glass('var(--icon-blue)'), [
  'path',
  { d: 'M12 .5v5M9.5 3h5', stroke: 'var(--icon-amber)', 'stroke-width': 1.8, 'stroke-linecap': 'round' },
])
export const ConnectIcon = drawIcon(...screen, glass('var(--icon-blue)'), [
  'path',
  {
    d: 'M5 6.5h5.5M8.3 4.3l2.3 2.2-2.3 2.2',
    fill: 'none',
    stroke: '#fff',
    'stroke-width': 1.3,
    'stroke-linecap': 'round',
  },
])
export const StartIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-green)' }],
  ['path', { d: 'M6.2 4.6v6.8L11.6 8z', fill: '#fff' }],
)
export const TurnOffIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-red)' }],
  [
    'path',
    {
      d: 'M8 3.8v4M5.6 5.4a3.6 3.6 0 1 0 4.8 0',
      fill: 'none',
      stroke: '#fff',
      'stroke-width': 1.5,
      'stroke-linecap': 'round',
    },
  ],
)
/** A power button that is pressed. */
export const ShutDownIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-amber)' }],
  ['path', { d: 'M8 4.2v4.6M5.4 6.2L8 8.8l2.6-2.6M4.8 11.3h6.4', fill: 'none', stroke: '#fff', 'stroke-width': 1.5 }],
)
const floppyDisk: readonly Shape[] = [
  ['path', { d: 'M2 2.5h9.8L14 4.7v8.8H2z', fill: 'var(--icon-blue)' }],
  ['rect', { x: 4.5, y: 2.5, width: 6, height: 3.6, fill: 'var(--icon-paper)' }],
  ['rect', { x: 4, y: 8.3, width: 8, height: 5.2, fill: 'var(--icon-paper)' }],
]
export const SaveIcon = drawIcon(...floppyDisk, [
  'rect',
  { x: 8.4, y: 3, width: 1.3, height: 2.6, fill: 'var(--icon-blue)' },
])
export const DeleteSavedStateIcon = drawIcon(...floppyDisk, [
  'path',
  { d: 'M8.5 8.5l6 6M14.5 8.5l-6 6', stroke: 'var(--icon-red)', 'stroke-width': 1.8, 'stroke-linecap': 'round' },
])
export const PauseIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-blue)' }],
  ['path', { d: 'M5.6 4.8h1.7v6.4H5.6zM8.7 4.8h1.7v6.4H8.7z', fill: '#fff' }],
)
export const ResumeIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-blue)' }],
  ['path', { d: 'M4.8 4.8h1.7v6.4H4.8zM8 4.6v6.8L12.4 8z', fill: '#fff' }],
)
export const ResetIcon = drawIcon(
  ['circle', { cx: 8, cy: 8, r: 6.75, fill: 'var(--icon-green)' }],
  [
    'path',
    {
      d: 'M5.2 6.2a3.5 3.5 0 1 1-.6 2.5',
      fill: 'none',
      stroke: '#fff',
      'stroke-width': 1.5,
      'stroke-linecap': 'round',
    },
  ],
  ['path', { d: 'M4.3 3.8v3h3z', fill: '#fff' }],
)
export const DeleteIcon = drawIcon([
  'path',
  { d: 'M3.5 3.5l9 9M12.5 3.5l-9 9', stroke: 'var(--icon-red)', 'stroke-width': 2.4, 'stroke-linecap': 'round' },
])
/** A label with a name on it. */
export const NameIcon = drawIcon(
  ['path', { d: 'M1.5 4h13v8h-13z', fill: 'var(--icon-paper)', stroke: 'var(--icon-steel)', 'stroke-width': 1.2 }],
  ['path', { d: 'M3.5 7h6M3.5 9.2h4', stroke: 'var(--icon-dark)', 'stroke-width': 1.1, 'stroke-linecap': 'round' }],
  ['path', { d: 'M11.7 2.5v11', stroke: 'var(--icon-blue)', 'stroke-width': 1.5, 'stroke-linecap': 'round' }],
)
const computerBox: readonly Shape[] = [
  ['rect', { x: 1.5, y: 2, width: 8.5, height: 12, rx: 1, fill: 'var(--icon-steel)' }],
  ['rect', { x: 3, y: 4, width: 5.5, height: 1.4, fill: 'var(--icon-paper)' }],
]
export const AutomaticStartIcon = drawIcon(
  ...computerBox,
  ['circle', { cx: 11, cy: 10.5, r: 4.2, fill: 'var(--icon-green)' }],
  ['path', { d: 'M9.8 8.3v4.4l3.4-2.2z', fill: '#fff' }],
)
export const AutomaticStopIcon = drawIcon(
  ...computerBox,
  ['circle', { cx: 11, cy: 10.5, r: 4.2, fill: 'var(--icon-red)' }],
  ['rect', { x: 9.3, y: 8.8, width: 3.4, height: 3.4, fill: '#fff' }],
)
export const RecoveryIcon = drawIcon(
  ...computerBox,
  ['circle', { cx: 11, cy: 10.5, r: 4.2, fill: 'var(--icon-blue)' }],
  [
    'path',
    {
      d: 'M9 10.5a2 2 0 1 0 .7-1.5M9.2 7.6v1.9h1.9',
      fill: 'none',
      stroke: '#fff',
      'stroke-width': 1.1,
      'stroke-linecap': 'round',
    },
  ],
)
/** A bin. */
export const TrashIcon = drawIcon(
  ['path', { d: 'M3.5 5h9l-.9 9.5H4.4z', fill: 'var(--icon-steel)' }],
  ['path', { d: 'M2.5 3.8h11M6.2 3.6V2h3.6v1.6', fill: 'none', stroke: 'var(--icon-steel)', 'stroke-width': 1.3 }],
  ['path', { d: 'M6.3 7v5M8 7v5M9.7 7v5', stroke: 'var(--icon-paper)', 'stroke-width': 1 }],
)

/** A folder under a magnifying glass. */
export const SearchIcon = drawIcon(
  ['path', { d: 'M1.5 3.5h4.6l1.4 1.8h7v8.2h-13z', fill: 'var(--icon-amber)' }],
  ['circle', { cx: 9, cy: 9, r: 2.6, fill: 'var(--icon-paper)', stroke: 'var(--icon-dark)', 'stroke-width': 1.2 }],
  ['path', { d: 'M11 11l2.8 2.8', stroke: 'var(--icon-dark)', 'stroke-width': 1.6, 'stroke-linecap': 'round' }],
)
