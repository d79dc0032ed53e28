// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import ShutDownProgress from '#renderer/connection/ShutDownProgress.vue'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole } from '../renderer/console.ts'
import { job } from '../renderer/values.ts'

const shuttingDown = job({
  id: 'j',
  kind: 'shutDown',
  machineId: 'm',
  machineName: 'Lab',
  progress: 0.5,
  remaining: 30,
})

it('shows in the connection how long its guest is waited for, and lets it be cancelled', async () => {
  const console = await connectedConsole({ jobs: [job({ kind: 'shutDown', machineId: 'other' })] })
  const shown = console.mount(ShutDownProgress, { machineId: 'm', name: 'Lab' })
  expect(shown.text()).toBe('')
  console.host.change({ type: 'job', job: shuttingDown })
  await until(() => shown.text().includes('Shutting down “Lab”…'))
  expect(shown.text()).toContain('00:00:30 left to wait')
  expect(shown.get('progress').attributes('value')).toBe('0.5')
  await shown.get('button').trigger('click')
  await until(() => console.host.calls.length > 0)
  expect(console.host.calls).toEqual([{ name: 'cancel', input: { id: 'j' } }])
  expect(shown.emitted('performed')).toHaveLength(1)
  console.host.change({ type: 'job', job: { ...shuttingDown, state: 'Cancelling', cancellable: false } })
  await until(() => shown.get('button').attributes('disabled') !== undefined)
  console.host.change({ type: 'job', job: { ...shuttingDown, state: 'Cancelled' } })
  await until(() => shown.text() === '')
})
