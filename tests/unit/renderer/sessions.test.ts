// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import ManagerPage from '#renderer/consoles/hyper-v-manager/ManagerPage.vue'
import { useSessionsStore } from '#renderer/sessions/sessions.store.ts'
import { useLayout } from '#renderer/shell/layout.ts'
import { followHost } from '#renderer/stores/follow-host.ts'
import { useHostStore } from '#renderer/stores/host.store.ts'
import { HostUnreachableError } from '#renderer/stores/host-unreachable-error.ts'
import { useMachinesStore } from '#renderer/stores/machines.store.ts'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import { RemoteHostError } from '#renderer/transport/remote-host-error.ts'
import WindowDialogs from '#renderer/WindowDialogs.vue'
import { useDialogsStore } from '#renderer/dialogs/dialogs.store.ts'
import { protocolVersion } from '#shared/host.ts'
import { remoteStateOf, type RemoteHost, type RemoteProblem } from '#shared/remote-host.ts'
import { eventually, until } from '#tests/fixtures/patience.ts'
import { connectedConsole, type ConnectedConsole } from './console.ts'
import { FakeHost } from './fake-host.ts'
import { hostInfo, machine, snapshot } from './values.ts'

vi.mock('../../../renderer/charts/CpuGraph.vue', () => ({ default: { render: () => null } }))

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const address = '127.0.0.1:8006'
const remoteHost = (number: number, name = `Host ${number}`): RemoteHost => ({
  ...{ id: idOf(number), name, address, addedAt: '2026-01-02T03:04:05.000Z' },
})

const problems: Record<string, RemoteProblem> = {
  unreachable: { code: 'REMOTE_UNREACHABLE', facts: { address, detail: 'nobody' } },
  notAllowed: { code: 'REMOTE_KEY_REFUSED', facts: { address } },
  otherVersion: {
    code: 'REMOTE_OTHER_VERSION',
    facts: { address, hostVersion: '9.0.0', hostProtocol: 999, protocol: protocolVersion },
  },
}

/** A host that refuses until it is told otherwise. */
function refusing(problem: RemoteProblem): FakeHost {
  const host = new FakeHost(snapshot())
  host.refusals = Infinity
  host.refusal = new RemoteHostError(remoteStateOf(problem), problem)
  return host
}

/** A console that knows remote hosts, in the order they are given. */
async function consoleOf(remotes: FakeHost[]) {
  const byId = new Map(remotes.map((remote, index) => [idOf(index), remote]))
  const remoteHosts = remotes.map((_, index) => remoteHost(index))
  const console = await connectedConsole({ remoteHosts }, (id) => (id === null ? null : (byId.get(id) ?? null)))
  const sessions = useSessionsStore()
  const sessionOf = (number: number) => {
    const session = sessions.find(idOf(number))
    if (session === null) throw new Error(`There is no host ${number}.`)
    return session
  }
  return { console, sessions, sessionOf, tell: (list: RemoteHost[]) => tellOf(console, list) }
}

async function tellOf({ host, store }: ConnectedConsole, remoteHosts: RemoteHost[]): Promise<void> {
  host.change({ type: 'remoteHosts', remoteHosts })
  await until(
    () => store.remoteHosts.length === remoteHosts.length && store.remoteHosts[0]?.name === remoteHosts[0]?.name,
  )
}

describe('the hosts of a console', () => {
  it('come and go as its own host tells, in that order', async () => {
    const remotes = [0, 1, 2].map(() => new FakeHost(snapshot()))
    const { sessions, sessionOf, tell } = await consoleOf(remotes)
    await until(() => remotes.every((remote) => remote.watches === 1))
    const [own, first, second, third] = sessions.all
    expect([own?.isOwn, first?.id, second?.id, third?.id]).toEqual([true, idOf(0), idOf(1), idOf(2)])

    await tell([remoteHost(0, 'Renamed'), remoteHost(2)])
    expect(sessions.all).toEqual([own, first, third])
    expect(second?.ended.aborted).toBe(true)
    expect(useHostStore(sessionOf(0)).name).toBe('Renamed')
    expect(remotes.map(({ connections }) => connections)).toEqual([1, 1, 1])
  })

  it('each have their own machines, also of one id', async () => {
    const twin = (state: 'Off' | 'Running') => new FakeHost(snapshot({ machines: [machine({ id: 'm', state })] }))
    const { console, sessionOf } = await consoleOf([twin('Running'), twin('Off')])
    const stateOn = (number: number) => useMachinesStore(sessionOf(number)).find('m')?.state
    await until(() => stateOn(0) !== undefined && stateOn(1) !== undefined)
    expect([stateOn(0), stateOn(1), console.machines.find('m')]).toEqual(['Running', 'Off', null])
  })

  it('are never meant where none is said', async () => {
    await consoleOf([new FakeHost(snapshot())])
    expect(() => useMachinesStore()).toThrow('which host')
  })

  it('take commands and refuse them each for itself', async () => {
    const [near, far] = [new FakeHost(snapshot()), refusing(problems['unreachable'] as RemoteProblem)]
    const { console, sessionOf } = await consoleOf([near, far])
    await until(() => useHostStore(sessionOf(0)).status === 'connected')
    await useMachinesStore(sessionOf(0)).create({ name: 'x', dvd: { kind: 'none' } })
    expect(near.calls.map(({ name }) => name)).toEqual(['create'])
    expect(console.host.calls).toEqual([])
    const refused = useMachinesStore(sessionOf(1)).create({ name: 'x', dvd: { kind: 'none' } })
    await expect(refused).rejects.toBeInstanceOf(HostUnreachableError)
  })
})

/** The manager with the page of the first remote host. */
async function shownManager(remotes: FakeHost[]) {
  useLayout().selected = { tree: `host:${idOf(0)}` }
  const found = await consoleOf(remotes)
  const page = found.console.mount(ManagerPage)
  const labels = () => page.findAll('nav [role="treeitem"]').map((item) => item.text())
  const button = (label: string) => page.findAll('button').find((each) => each.text() === label)
  return { ...found, page, labels, button }
}

describe('a host that is not connected', () => {
  it.each([
    ['unreachable', 'Host 0 (Not reachable)', /Check that it is running/, ['Try Again']],
    ['notAllowed', 'Host 0 (Not allowed)', /does not know this access key/, ['Try Again', 'Enter Another Access Key…']],
    ['otherVersion', 'Host 0 (Different version)', /Install the same version on both/, ['Try Again']],
  ])('is %s: its node says so, and its page what to do', async (kind, label, text, buttons) => {
    const { page, labels } = await shownManager([refusing(problems[kind] as RemoteProblem)])
    await eventually(() => expect(labels()).toEqual(['Viridian Manager', 'NTB-GROTE', label]))
    const trouble = page.get('.host-trouble')
    expect(trouble.text()).toMatch(text)
    expect(trouble.findAll('button').map((each) => each.text())).toEqual(buttons)
  })

  it('is tried again at once when that is wished', async () => {
    const remote = refusing(problems['unreachable'] as RemoteProblem)
    const { labels, button } = await shownManager([remote])
    await until(() => remote.connections >= 4)
    remote.refusals = 0
    await button('Try Again')?.trigger('click')
    await eventually(() => expect(labels()[2]).toBe('Host 0'))
  })

  it('asks for another access key, which the own host is told', async () => {
    const { console, button } = await shownManager([refusing(problems['notAllowed'] as RemoteProblem)])
    console.mount(WindowDialogs)
    await eventually(() => expect(button('Enter Another Access Key…')).toBeDefined())
    await button('Enter Another Access Key…')?.trigger('click')
    await eventually(() => expect(document.querySelector<HTMLInputElement>('#connect-address')?.value).toBe(address))
    await enter('#connect-key', 'viridian_1_2')
    await submit()
    await until(() => console.host.calls.length > 0)
    const input = { id: idOf(0), name: 'Host 0', address, accessKey: 'viridian_1_2' }
    expect(console.host.calls).toEqual([{ name: 'changeHost', input }])
  })

  it('shows why it cannot be changed once it is', async () => {
    const restriction = { problem: 'readOnly', detail: 'EROFS' } as const
    const { page } = await shownManager([new FakeHost(snapshot({ host: { ...hostInfo, restriction } }))])
    await eventually(() => expect(page.get('.host-trouble').text()).toContain('EROFS'))
  })
})

async function enter(field: string, text: string): Promise<void> {
  const input = document.querySelector<HTMLInputElement>(field)
  if (input === null) throw new Error(`There is no field ${field}.`)
  input.value = text
  input.dispatchEvent(new Event('input'))
  await nextTick()
}

async function submit(): Promise<void> {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await nextTick()
}

const alerts = () => [...document.querySelectorAll('.dialog [role="alert"]')].map((each) => each.textContent)

describe('Connect to Server', () => {
  async function opened() {
    const console = await connectedConsole()
    console.mount(WindowDialogs)
    useDialogsStore().open({ kind: 'connectToServer' })
    await until(() => document.querySelector('#connect-address') !== null)
    return console
  }

  it('says what is missing, and asks nobody', async () => {
    const console = await opened()
    await submit()
    expect(alerts()).toEqual(['Enter the address of the host.', 'Enter an access key of the host.'])
    await eventually(() => expect(document.activeElement?.id).toBe('connect-address'))
    expect(console.host.calls).toEqual([])
  })

  it.each([
    ['HOST_ALREADY_ADDED', { name: 'Lab', address }, 'connect-address'],
    ['REMOTE_KEY_REFUSED', { address }, 'connect-key'],
    ['HOST_NAME_TAKEN', { name: 'Lab' }, 'connect-name'],
  ] as const)('shows %s at its field, and keeps what was entered', async (code, facts, field) => {
    const console = await opened()
    console.host.fail(code, facts)
    await enter('#connect-address', ` ${address} `)
    await enter('#connect-key', 'viridian_1_2')
    await submit()
    await until(() => alerts().length === 1)
    expect(document.querySelector(`#${field}-error`)).not.toBeNull()
    await eventually(() => expect(document.activeElement?.id).toBe(field))
    expect(document.querySelector<HTMLInputElement>('#connect-key')?.value).toBe('viridian_1_2')
    expect(console.host.calls).toEqual([{ name: 'addHost', input: { address, accessKey: 'viridian_1_2' } }])
  })

  it('asks once, however often it is confirmed, and shows the host', async () => {
    const console = await opened()
    await enter('#connect-address', address)
    await enter('#connect-key', 'viridian_1_2')
    await submit()
    await submit()
    await until(() => useDialogsStore().all.length === 0)
    expect(console.host.calls.map(({ name }) => name)).toEqual(['addHost'])
    expect(useLayout().selected['tree']).toBe(`host:${hostInfo.id}`)
  })
})

describe('a wizard of a host', () => {
  async function wizard() {
    const remote = new FakeHost(snapshot())
    const found = await consoleOf([remote])
    await until(() => useHostStore(found.sessionOf(0)).status === 'connected')
    found.console.mount(WindowDialogs)
    useDialogsStore().open({ kind: 'newMachine', hostId: idOf(0) })
    await until(() => document.querySelector('.dialog input') !== null)
    const name = () => document.querySelector<HTMLInputElement>('.dialog input[type="text"]')
    return { ...found, remote, name }
  }

  it('keeps what was typed while the host is lost, and goes on when it is back', async () => {
    const { remote, name, sessionOf } = await wizard()
    await enter('.dialog input[type="text"]', 'Typed')
    remote.refusals = Infinity
    remote.refusal = refusing(problems['unreachable'] as RemoteProblem).refusal
    remote.lose()
    const store = useHostStore(sessionOf(0))
    await until(() => store.status === 'refused')
    await nextTick()
    expect(name()?.value).toBe('Typed')
    remote.refusals = 0
    store.retry()
    await until(() => store.status === 'connected')
    expect(name()?.value).toBe('Typed')
    expect(useNoticesStore().notices).toEqual([])
  })

  it('ends with a word when the host is removed', async () => {
    const { tell } = await wizard()
    await tell([])
    await until(() => document.querySelector('[role="alertdialog"]') !== null)
    expect(document.querySelector('[role="alertdialog"]')?.textContent).toContain('“Host 0” was removed')
    expect(useDialogsStore().all).toEqual([])
  })
})

describe('a hundred hosts of which half are unreachable', () => {
  it('are told apart in the tree; one page is shown, and what is not shown renders nothing', async () => {
    const remotes = Array.from({ length: 100 }, (_, index) =>
      index % 2 === 0
        ? new FakeHost(snapshot({ machines: [machine({ id: 'm', name: `On ${index}` })] }))
        : refusing(problems['unreachable'] as RemoteProblem),
    )
    const { page, labels, sessionOf } = await shownManager(remotes)
    await eventually(() => expect(labels().filter((label) => label.endsWith('(Not reachable)'))).toHaveLength(50))
    expect(labels()).toHaveLength(102)
    expect(page.findAll('.host-page')).toHaveLength(1)
    await eventually(() => expect(page.text()).toContain('On 0'))

    const changes: MutationRecord[] = []
    const observer = new MutationObserver((records) => changes.push(...records))
    observer.observe(page.element as HTMLElement, { subtree: true, childList: true, characterData: true })
    remotes[2]?.change({ type: 'machine', machine: machine({ id: 'm', name: 'Elsewhere', state: 'Paused' }) })
    await until(() => useMachinesStore(sessionOf(2)).find('m')?.name === 'Elsewhere')
    await nextTick()
    changes.push(...observer.takeRecords())
    observer.disconnect()
    expect(changes).toEqual([])
  })

  it('are tried less and less often, and not all at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const times: number[] = []
      let now = 0
      const page = new AbortController()
      const never = new AbortController().signal
      const follower = { connected: () => undefined, message: () => undefined, lost: () => undefined }
      for (let host = 0; host < 50; host += 1) {
        const transport = refusing(problems['unreachable'] as RemoteProblem)
        const connect = transport.connect.bind(transport)
        transport.connect = (onLost) => {
          times.push(now)
          return connect(onLost)
        }
        void followHost(transport, follower, { signal: page.signal, retry: () => never, longestPause: 20_000 })
      }
      for (; now < 600_000; now += 100) await vi.advanceTimersByTimeAsync(100)
      page.abort()
      const late = times.filter((time) => time > 300_000)
      // Fifty hosts, each every fifteen to twenty seconds.
      expect(late.length).toBeLessThan((50 * 300) / 15 + 50)
      expect(late.length).toBeGreaterThan((50 * 300) / 20 - 50)
      const atOnce = new Map<number, number>()
      for (const time of late) atOnce.set(time, (atOnce.get(time) ?? 0) + 1)
      const most = Math.max(...atOnce.values())
      expect(most).toBeLessThan(15)
    } finally {
      vi.useRealTimers()
    }
  })
})
