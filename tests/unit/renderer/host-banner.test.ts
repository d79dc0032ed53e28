// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import HostBanner from '#renderer/hosts/HostBanner.vue'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole } from './console.ts'
import { hostInfo } from './values.ts'

it('says that the data folder cannot be written to, until it can', async () => {
  const console = await connectedConsole()
  const banner = console.mount(HostBanner)
  expect(banner.text()).toBe('')
  const restriction = { problem: 'full', detail: 'ENOSPC: no space left on device' } as const
  console.host.change({ type: 'host', host: { ...hostInfo, restriction } })
  await until(() => banner.find('[role="alert"]').exists())
  expect(banner.text()).toContain('/home is full (ENOSPC: no space left on device)')
  console.host.change({ type: 'host', host: hostInfo })
  await until(() => !banner.find('[role="alert"]').exists())
})
