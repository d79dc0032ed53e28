// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'

/** A page that begins; its storage is that of the browser. */
async function newPage() {
  vi.resetModules()
  const [{ followHostSettings }, { useLayout }, { locale }] = await Promise.all([
    import('#renderer/settings.ts'),
    import('#renderer/shell/layout.ts'),
    import('#renderer/i18n/index.ts'),
  ])
  return { followHostSettings, layout: useLayout(), locale }
}

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

it('finds its layout and language again under another address, whose storage is empty', async () => {
  const { followHostSettings, layout, locale } = await newPage()
  followHostSettings({ layout: '{"tree":false}', locale: '"de"' }, () => Promise.resolve())
  expect(layout.tree).toBe(false)
  expect(locale.value).toBe('de')
})

it('tells the host once of what was changed often, and does not repeat what it was told', async () => {
  const { followHostSettings, layout } = await newPage()
  const tell = vi.fn((_name: string, _value: string) => Promise.resolve())
  followHostSettings({ layout: '{"tree":false}' }, tell)
  await nextTick()
  for (let width = 200; width < 300; width++) {
    layout.treeWidth = width
    await nextTick()
  }
  vi.runAllTimers()
  expect(tell).toHaveBeenCalledOnce()
  expect(JSON.parse(tell.mock.calls[0]?.[1] ?? '')).toMatchObject({ tree: false, treeWidth: 299 })
})

it('gives the host what only this browser has kept so far', async () => {
  localStorage.setItem('viridian.locale', '"de"')
  const { followHostSettings } = await newPage()
  const tell = vi.fn(() => Promise.resolve())
  followHostSettings({}, tell)
  expect(tell).toHaveBeenCalledWith('locale', '"de"')
})

it('shows what was changed just before it was loaded again, and tells the host of it', async () => {
  const before = await newPage()
  before.followHostSettings({ layout: '{"tree":true}' }, () => Promise.resolve())
  before.layout.tree = false
  await nextTick()

  const { followHostSettings, layout } = await newPage()
  const tell = vi.fn((_name: string, _value: string) => Promise.resolve())
  followHostSettings({ layout: '{"tree":true}' }, tell)
  expect(layout.tree).toBe(false)
  expect(tell).toHaveBeenCalledOnce()
  expect(JSON.parse(tell.mock.calls[0]?.[1] ?? '')).toMatchObject({ tree: false })
})

it('follows the host again once that has been told', async () => {
  const before = await newPage()
  before.followHostSettings({ layout: '{"tree":true}' }, () => Promise.resolve())
  before.layout.tree = false
  await nextTick()
  await vi.runAllTimersAsync()

  const { followHostSettings, layout } = await newPage()
  followHostSettings({ layout: '{"tree":true}' }, () => Promise.resolve())
  expect(layout.tree).toBe(true)
})

it('tells a host it could not reach as soon as it is connected again', async () => {
  const { followHostSettings, layout } = await newPage()
  followHostSettings({ layout: '{}' }, () => Promise.reject(new Error('lost')))
  layout.tree = false
  await nextTick()
  await vi.runAllTimersAsync()
  const tell = vi.fn(() => Promise.resolve())
  followHostSettings({ layout: '{}' }, tell)
  expect(layout.tree).toBe(false)
  expect(tell).toHaveBeenCalledOnce()
})
