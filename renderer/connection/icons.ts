import { drawIcon, type Shape } from '../shell/draw-icon.ts'

const corners = (d: string): Shape => [
  'path',
  {
    d,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.5,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  },
]
const keyCap = (x: number, y: number, width: number, fill: string): Shape => [
  'rect',
  { x, y, width, height: 5, rx: 1, fill, stroke: 'var(--icon-steel)', 'stroke-width': 0.8 },
]

/** Two keys held and one struck. */
export const SecureAttentionIcon = drawIcon(
  keyCap(1, 9, 6, 'var(--icon-paper)'),
  keyCap(9, 9, 6, 'var(--icon-paper)'),
  keyCap(5, 2, 6, 'var(--icon-amber)'),
)
export const FullScreenIcon = drawIcon(corners('M2 5.5V2h3.5M10.5 2H14v3.5M14 10.5V14h-3.5M5.5 14H2v-3.5'))
export const LeaveFullScreenIcon = drawIcon(corners('M5.5 2v3.5H2M14 5.5h-3.5V2M10.5 14v-3.5H14M2 10.5h3.5V14'))
