import { EXTENDED, usKeyOf, type UsKey } from '../keyboard/us-keyboard.ts'

/** Keys without a character: X11 keysym (keysymdef.h) -> set 1 scan code. */
const special = new Map<number, number>([
  [0xff08, 0x0e], // BackSpace
  [0xff09, 0x0f], // Tab
  [0xfe20, 0x0f], // ISO_Left_Tab, what Shift+Tab is on X
  [0xff0d, 0x1c], // Return
  [0xff13, EXTENDED | 0x46], // Pause
  [0xff6b, EXTENDED | 0x46], // Break
  [0xff14, 0x46], // Scroll_Lock
  [0xff15, EXTENDED | 0x37], // Sys_Req
  [0xff61, EXTENDED | 0x37], // Print
  [0xff1b, 0x01], // Escape
  [0xff50, EXTENDED | 0x47], // Home
  [0xff51, EXTENDED | 0x4b], // Left
  [0xff52, EXTENDED | 0x48], // Up
  [0xff53, EXTENDED | 0x4d], // Right
  [0xff54, EXTENDED | 0x50], // Down
  [0xff55, EXTENDED | 0x49], // Page_Up
  [0xff56, EXTENDED | 0x51], // Page_Down
  [0xff57, EXTENDED | 0x4f], // End
  [0xff63, EXTENDED | 0x52], // Insert
  [0xffff, EXTENDED | 0x53], // Delete
  [0xff67, EXTENDED | 0x5d], // Menu
  [0xff7f, 0x45], // Num_Lock
  [0xff8d, EXTENDED | 0x1c], // KP_Enter
  [0xffaa, 0x37], // KP_Multiply
  [0xffab, 0x4e], // KP_Add
  [0xffac, 0x53], // KP_Separator
  [0xffad, 0x4a], // KP_Subtract
  [0xffae, 0x53], // KP_Decimal
  [0xffaf, EXTENDED | 0x35], // KP_Divide
  [0xff95, 0x47], // KP_Home
  [0xff96, 0x4b], // KP_Left
  [0xff97, 0x48], // KP_Up
  [0xff98, 0x4d], // KP_Right
  [0xff99, 0x50], // KP_Down
  [0xff9a, 0x49], // KP_Page_Up
  [0xff9b, 0x51], // KP_Page_Down
  [0xff9c, 0x4f], // KP_End
  [0xff9d, 0x4c], // KP_Begin
  [0xff9e, 0x52], // KP_Insert
  [0xff9f, 0x53], // KP_Delete
  [0xffe1, 0x2a], // Shift_L
  [0xffe2, 0x36], // Shift_R
  [0xffe3, 0x1d], // Control_L
  [0xffe4, EXTENDED | 0x1d], // Control_R
  [0xffe5, 0x3a], // Caps_Lock
  [0xffe7, EXTENDED | 0x5b], // Meta_L
  [0xffe8, EXTENDED | 0x5c], // Meta_R
  [0xffe9, 0x38], // Alt_L
  [0xffea, EXTENDED | 0x38], // Alt_R
  [0xffeb, EXTENDED | 0x5b], // Super_L
  [0xffec, EXTENDED | 0x5c], // Super_R
  [0xfe03, EXTENDED | 0x38], // ISO_Level3_Shift, AltGr
])

/** Keypad digits 0 to 9, from keysym 0xffb0 on. */
const keypadDigits = [0x52, 0x4f, 0x50, 0x51, 0x4b, 0x4c, 0x4d, 0x47, 0x48, 0x49]
keypadDigits.forEach((code, digit) => special.set(0xffb0 + digit, code))

/** F1 to F12, from keysym 0xffbe on. */
const functionKeys = [0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x40, 0x41, 0x42, 0x43, 0x44, 0x57, 0x58]
functionKeys.forEach((code, index) => special.set(0xffbe + index, code))

/** The key of a US keyboard that a keysym (RFC 6143 section 7.5.4) stands on; undefined where there is none. */
export function keyOfKeysym(keysym: number): UsKey | undefined {
  const code = special.get(keysym)
  if (code !== undefined) return { code, shift: null }
  if (keysym >= 0x20 && keysym < 0x7f) return usKeyOf(String.fromCharCode(keysym))
  return undefined
}
