import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { onTestFinished } from 'vitest'
import { defineComponent, h, type Component } from 'vue'
import { useHostNode } from '#renderer/consoles/hyper-v-manager/use-host-node.ts'
import { i18n } from '#renderer/i18n/index.ts'
import { hostSessionKey, type HostSession } from '#renderer/sessions/host-session.ts'
import { useSessionsStore } from '#renderer/sessions/sessions.store.ts'
import { useHostStore } from '#renderer/stores/host.store.ts'
import { useJobsStore } from '#renderer/stores/jobs.store.ts'
import { useMachinesStore } from '#renderer/stores/machines.store.ts'
import type { Snapshot } from '#shared/host.ts'
import { FakeHost } from './fake-host.ts'
import { snapshot } from './values.ts'
import { until } from '#tests/fixtures/patience.ts'

export interface ConnectedConsole {
  readonly session: HostSession
  readonly host: FakeHost
  readonly store: ReturnType<typeof useHostStore>
  readonly machines: ReturnType<typeof useMachinesStore>
  readonly jobs: ReturnType<typeof useJobsStore>
  /** `unknown`, because lint reads TypeScript without the components' types. */
  mount(component: unknown, props?: Record<string, unknown>): VueWrapper
}

/**
 * Fresh stores, connected to a fake host that has sent its snapshot; all of it ends with the test. `remote` are the hosts that
 * this one knows, by their ids.
 */
export async function connectedConsole(
  values: Partial<Snapshot> = {},
  remote: (id: string | null) => FakeHost | null = () => null,
): Promise<ConnectedConsole> {
  const pinia = createPinia()
  setActivePinia(pinia)
  const host = new FakeHost(snapshot(values))
  const sessions = useSessionsStore()
  const session = sessions.begin((id) => remote(id) ?? host)
  onTestFinished(() => session.end())
  const store = useHostStore(session)
  const machines = useMachinesStore(session)
  const jobs = useJobsStore(session)
  await until(() => store.info !== null)
  return {
    session,
    host,
    store,
    machines,
    jobs,
    mount(component, props = {}) {
      const wrapper = mount(component as Component, {
        props,
        global: { plugins: [pinia, i18n], provide: { [hostSessionKey as symbol]: session } },
        attachTo: document.body,
      })
      onTestFinished(() => wrapper.unmount())
      return wrapper
    },
  }
}

/** Composables want a component around them. */
export function inComponent<Result>(console: ConnectedConsole, compose: () => Result): Result {
  const results: Result[] = []
  console.mount(
    defineComponent({
      setup() {
        results.push(compose())
        return () => h('div')
      },
    }),
  )
  return results[0] as Result
}

/** What the shell gives the page of the console's host. */
export function nodeProps({ session }: ConnectedConsole) {
  return { node: session.run(() => useHostNode(session)).value }
}
