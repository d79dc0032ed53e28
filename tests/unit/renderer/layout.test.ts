// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'

async function freshLayout() {
  vi.resetModules()
  return (await import('#renderer/shell/layout.ts')).useLayout()
}

describe('useLayout', () => {
  beforeEach(() => localStorage.clear())

  it('remembers what was changed', async () => {
    const layout = await freshLayout()
    layout.tree = false
    layout.actionsWidth = 300
    layout.columnWidths['name'] = 99
    await nextTick()
    expect(await freshLayout()).toMatchObject({ tree: false, actionsWidth: 300, columnWidths: { name: 99 } })
  })

  it('remembers what was in front and in which order', async () => {
    const layout = await freshLayout()
    layout.orders['machines'] = { column: 'state', direction: 'descending' }
    layout.collapsed = ['host']
    layout.selected['machines'] = 'lab'
    layout.documents = ['lab']
    await nextTick()
    expect(await freshLayout()).toMatchObject({
      orders: { machines: { column: 'state', direction: 'descending' } },
      collapsed: ['host'],
      selected: { machines: 'lab' },
      documents: ['lab'],
    })
  })

  it.each([
    '{"treeWidth":"wide","tree":1,"columnWidths":{"name":"x"}}',
    '{"orders":{"machines":{"column":1}},"collapsed":"host","selected":{"tree":2},"documents":[3]}',
    '[]',
    'null',
    '{broken',
  ])('begins with the defaults where %s was left behind', async (left) => {
    const defaults = { ...(await freshLayout()) }
    localStorage.setItem('viridian.layout', left)
    expect({ ...(await freshLayout()) }).toEqual(defaults)
  })
})
