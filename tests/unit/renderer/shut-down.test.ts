// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import { useMachineActions } from '#renderer/machines/machine-actions.ts'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import { connectedConsole, inComponent } from './console.ts'
import { job, machine } from './values.ts'
import { until } from '#tests/fixtures/patience.ts'

const running = machine({ id: 'm', name: 'Lab 1', state: 'Running' })
const stillOn = { code: 'GUEST_STILL_ON', facts: { name: 'Lab 1', seconds: 60 } }
const failed = job({ kind: 'shutDown', state: 'Failed', error: stillOn })

async function shuttingDown() {
  const console = await connectedConsole({ machines: [running] })
  const confirm = useConfirmStore()
  const { shutDown } = inComponent(console, useMachineActions)(running)
  const asked = () => console.host.calls.map(({ name }) => name)
  const answer = async (id: string | null) => {
    await until(() => confirm.asked !== null)
    confirm.asked?.answer(id)
  }
  return { console, confirm, shutDown, asked, answer }
}

describe('Shut Down', () => {
  it('asks before it does anything', async () => {
    const { shutDown, asked, answer } = await shuttingDown()
    const run = shutDown.run()
    await answer(null)
    await run
    expect(asked()).toEqual([])
  })

  it('is done when the job is', async () => {
    const { confirm, shutDown, asked, answer } = await shuttingDown()
    const run = shutDown.run()
    await answer('confirm')
    await run
    expect(asked()).toEqual(['shutDown', 'wait'])
    expect(confirm.asked).toBeNull()
  })

  it('offers to wait on, and to turn off, where the guest is still on', async () => {
    const { console, confirm, shutDown, asked, answer } = await shuttingDown()
    console.host.waitedFor = [failed, failed]
    const run = shutDown.run()
    await answer('confirm')
    await until(() => confirm.asked?.text.includes('60 seconds') === true)
    expect(confirm.asked?.answers.map(({ label }) => label)).toEqual(['Keep Waiting', 'Turn Off'])
    confirm.asked?.answer('again')
    await until(() => console.host.calls.length === 4)
    await answer('turnOff')
    await run
    expect(asked()).toEqual(['shutDown', 'wait', 'shutDown', 'wait', 'turnOff'])
  })

  it('asks nothing more of a guest that goes off while the question stands', async () => {
    const { console, confirm, shutDown, asked, answer } = await shuttingDown()
    console.host.waitedFor = [failed]
    const run = shutDown.run()
    await answer('confirm')
    await until(() => confirm.asked !== null)
    console.host.change({ type: 'machine', machine: { ...running, state: 'Off' } })
    await run
    expect(confirm.asked).toBeNull()
    expect(asked()).toEqual(['shutDown', 'wait'])
  })

  it('brings every other failure to the notices', async () => {
    const { console, shutDown, answer } = await shuttingDown()
    console.host.fail('ENGINE_FAILED', { name: 'Lab 1', detail: 'no wasm' })
    const run = shutDown.run()
    await answer('confirm')
    await run
    expect(useNoticesStore().notices.map(({ attempt }) => attempt)).toEqual([{ kind: 'shutDown', machine: 'Lab 1' }])
  })

  it('cannot be asked for again while it is under way', async () => {
    const { console, shutDown } = await shuttingDown()
    expect(shutDown.whyNot()).toBeNull()
    console.host.change({ type: 'job', job: job({ kind: 'shutDown', machineId: 'm', state: 'Running' }) })
    await until(() => console.jobs.atWork.length === 1)
    expect(shutDown.whyNot()).toContain('is shutting down')
  })
})
