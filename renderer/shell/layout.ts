import { reactive, watch } from 'vue'
import { onSetting, readSetting, writeSetting } from '../settings.ts'
import type { SortOrder } from './column.ts'

/** Where things stand in the console, and what is in front; sizes in CSS pixels. */
export interface Layout {
  tree: boolean
  actions: boolean
  toolbar: boolean
  statusBar: boolean
  /** Whether the own host is in the tree. */
  ownHost: boolean
  treeWidth: number
  actionsWidth: number
  snapshotsHeight: number
  detailsHeight: number
  /** Column id -> width, for columns that were resized. */
  columnWidths: Record<string, number>
  /** Grid -> what its rows are ordered by. */
  orders: Record<string, SortOrder>
  /** Groups of the Actions pane that are collapsed. */
  collapsed: string[]
  /** List, tree or set of tabs -> id of what is selected there. */
  selected: Record<string, string>
  /** Ids of the documents that are open, in the order of their tabs. */
  documents: string[]
}

const defaults = {
  tree: true,
  actions: true,
  toolbar: true,
  statusBar: true,
  ownHost: true,
  treeWidth: 200,
  actionsWidth: 220,
  snapshotsHeight: 150,
  detailsHeight: 280,
}

/** Nobody has more open, or closed. */
const longestList = 100

/** Takes over what has the right type and ignores the rest: another version may have written it. */
function restore(saved: unknown): Layout {
  const source = (typeof saved === 'object' && saved !== null ? saved : {}) as Partial<Record<keyof Layout, unknown>>
  const result: Layout = {
    ...defaults,
    columnWidths: restoreValues(source.columnWidths, isWidth),
    orders: restoreValues(source.orders, isOrder),
    collapsed: restoreList(source.collapsed),
    selected: restoreValues(source.selected, isText),
    documents: restoreList(source.documents),
  }
  for (const key of ['tree', 'actions', 'toolbar', 'statusBar', 'ownHost'] as const) {
    if (typeof source[key] === 'boolean') result[key] = source[key]
  }
  for (const key of ['treeWidth', 'actionsWidth', 'snapshotsHeight', 'detailsHeight'] as const) {
    if (isWidth(source[key])) result[key] = source[key]
  }
  return result
}

function isWidth(value: unknown): value is number {
  return Number.isFinite(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isOrder(value: unknown): value is SortOrder {
  if (typeof value !== 'object' || value === null) return false
  const { column, direction } = value as Partial<Record<keyof SortOrder, unknown>>
  return isText(column) && (direction === 'ascending' || direction === 'descending')
}

function restoreValues<Value>(saved: unknown, isValue: (value: unknown) => value is Value): Record<string, Value> {
  const entries: [string, unknown][] = Object.entries(saved ?? {}).slice(0, longestList)
  return Object.fromEntries(entries.flatMap(([key, value]) => (isValue(value) ? [[key, value]] : [])))
}

function restoreList(saved: unknown): string[] {
  return Array.isArray(saved) ? saved.filter(isText).slice(0, longestList) : []
}

let shared: Layout | null = null

/** The layout of this page, remembered. */
export function useLayout(): Layout {
  if (shared === null) {
    const layout = reactive(restore(readSetting('layout')))
    shared = layout
    watch(layout, (changed) => writeSetting('layout', changed))
    onSetting('layout', (kept) => Object.assign(layout, restore(kept)))
  }
  return shared
}
