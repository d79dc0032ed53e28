import { reactive, watch } from 'vue'
import { readSetting, writeSetting } from '../settings.ts'

/** Where things stand in the console; sizes in CSS pixels. */
export interface Layout {
  tree: boolean
  actions: boolean
  toolbar: boolean
  statusBar: boolean
  treeWidth: number
  actionsWidth: number
  snapshotsHeight: number
  detailsHeight: number
  /** Column id -> width, for columns that were resized. */
  columnWidths: Record<string, number>
}

const defaults: Layout = {
  tree: true,
  actions: true,
  toolbar: true,
  statusBar: true,
  treeWidth: 200,
  actionsWidth: 220,
  snapshotsHeight: 150,
  detailsHeight: 280,
  columnWidths: {},
}

/** Takes over what has the right type and ignores the rest: another version may have written it. */
function restore(saved: unknown): Layout {
  const result = { ...defaults, columnWidths: {} as Record<string, number> }
  if (typeof saved !== 'object' || saved === null) return result
  const source = saved as Partial<Record<keyof Layout, unknown>>
  for (const key of ['tree', 'actions', 'toolbar', 'statusBar'] as const) {
    if (typeof source[key] === 'boolean') result[key] = source[key]
  }
  for (const key of ['treeWidth', 'actionsWidth', 'snapshotsHeight', 'detailsHeight'] as const) {
    if (Number.isFinite(source[key])) result[key] = source[key] as number
  }
  for (const [id, width] of Object.entries(source.columnWidths ?? {})) {
    if (Number.isFinite(width)) result.columnWidths[id] = width as number
  }
  return result
}

let shared: Layout | null = null

/** The layout of this page, remembered. */
export function useLayout(): Layout {
  if (shared === null) {
    shared = reactive(restore(readSetting('layout')))
    watch(shared, (layout) => writeSetting('layout', layout))
  }
  return shared
}
