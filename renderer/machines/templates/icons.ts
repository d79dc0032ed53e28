import { drawIcon } from '../../shell/draw-icon.ts'

/** A sheet with the outline of a screen that is to be filled in. */
export const TemplateIcon = drawIcon(
  ['path', { d: 'M2.5 1.5h11v13h-11z', fill: 'var(--icon-paper)', stroke: 'var(--icon-steel)', 'stroke-width': 1.2 }],
  [
    'path',
    {
      d: 'M4.8 4.5h6.4v4.8H4.8zM8 9.3v2.4M5.8 12h4.4',
      fill: 'none',
      stroke: 'var(--icon-blue)',
      'stroke-width': 1.2,
      'stroke-dasharray': '2 1',
    },
  ],
)
