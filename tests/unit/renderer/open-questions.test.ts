// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import type { Action } from '#renderer/shell/action.ts'
import { useMachineActions } from '#renderer/machines/machine-actions.ts'
import { useSnapshotMenu } from '#renderer/machines/snapshots/snapshot-menu.ts'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, inComponent } from './console.ts'
import { aSnapshot, job, machine } from './values.ts'

const first = aSnapshot({ id: 'a', name: 'First' })
const subject = machine({ id: 'm', name: 'Lab', state: 'Running', snapshots: [first], currentSnapshot: 'a' })

async function console() {
  const connected = await connectedConsole({ machines: [subject] })
  const actions = inComponent(connected, useMachineActions)(subject)
  const ofSnapshot = inComponent(connected, useSnapshotMenu)(subject, first)
  const apply = ofSnapshot.find((item): item is Action => item.kind === 'action' && item.id === 'applySnapshot')
  return {
    connected,
    confirm: useConfirmStore(),
    questions: [actions.turnOff, actions.shutDown, actions.revert, apply],
  }
}

describe.each([
  ['turning off', 0],
  ['shutting down', 1],
  ['reverting', 2],
  ['applying a snapshot', 3],
])('the question about %s', (_, index) => {
  it('names the machine as it is called by now', async () => {
    const { connected, confirm, questions } = await console()
    const run = questions[index]?.run()
    expect(confirm.asked?.text).toContain('“Lab”')
    connected.host.change({ type: 'machine', machine: { ...subject, name: 'Renamed' } })
    await until(() => connected.machines.find('m')?.name === 'Renamed')
    expect(confirm.asked?.text).toContain('“Renamed”')
    expect(confirm.asked?.text).not.toContain('“Lab”')
    confirm.asked?.answer(null)
    await run
  })

  it('is withdrawn, with a word, where the machine is deleted', async () => {
    const { connected, confirm, questions } = await console()
    const run = questions[index]?.run()
    connected.host.change({ type: 'machineRemoved', machineId: 'm' })
    await until(() => confirm.asked === null)
    await run
    expect(useNoticesStore().notices.map(({ attempt }) => attempt.kind)).toEqual(['dialog'])
    expect(connected.host.calls).toEqual([])
  })
})

it('what is asked about a guest that stays on names the machine as it is called by now', async () => {
  const { connected, confirm, questions } = await console()
  const error = { code: 'GUEST_STILL_ON', facts: { name: 'Lab', seconds: 60 } }
  connected.host.waitedFor = [job({ kind: 'shutDown', state: 'Failed', error })]
  const run = questions[1]?.run()
  confirm.asked?.answer('confirm')
  await until(() => confirm.asked?.text.includes('60 seconds') === true)
  connected.host.change({ type: 'machine', machine: { ...subject, name: 'Renamed' } })
  await until(() => confirm.asked?.text.includes('“Renamed”') === true)
  confirm.asked?.answer(null)
  await run
})

it('a question that is answered is told nothing of what goes later', async () => {
  const { connected, confirm, questions } = await console()
  const run = questions[0]?.run()
  confirm.asked?.answer(null)
  await run
  connected.host.change({ type: 'machineRemoved', machineId: 'm' })
  await until(() => connected.machines.find('m') === null)
  await nextTick()
  expect(useNoticesStore().notices).toEqual([])
})
