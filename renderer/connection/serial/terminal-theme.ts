import type { ITheme } from '@xterm/xterm'

/** The sixteen colours of the terminal; each but black has a contrast of at least 4.5:1 on the background (WCAG 1.4.3). */
export const terminalTheme: ITheme = {
  background: '#101418',
  foreground: '#e4e8ec',
  cursor: '#7ee787',
  cursorAccent: '#101418',
  selectionBackground: '#2f5f9e',
  selectionForeground: '#ffffff',
  black: '#101418',
  red: '#ff7b72',
  green: '#56d364',
  yellow: '#e3b341',
  blue: '#6cb0ff',
  magenta: '#d2a8ff',
  cyan: '#56d4dd',
  white: '#d0d7de',
  brightBlack: '#8b949e',
  brightRed: '#ffa198',
  brightGreen: '#7ee787',
  brightYellow: '#f2cc60',
  brightBlue: '#a5d6ff',
  brightMagenta: '#e2c5ff',
  brightCyan: '#b3f0ff',
  brightWhite: '#ffffff',
}
