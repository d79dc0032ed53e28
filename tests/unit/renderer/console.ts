import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { onTestFinished } from 'vitest'
import { defineComponent, h, type Component } from 'vue'
import { i18n } from '#renderer/i18n/index.ts'
import { useHostStore } from '#renderer/stores/host.store.ts'
import { useJobsStore } from '#renderer/stores/jobs.store.ts'
import { useMachinesStore } from '#renderer/stores/machines.store.ts'
import { useTrashStore } from '#renderer/stores/trash.store.ts'
import type { Snapshot } from '#shared/host.ts'
import { FakeHost } from './fake-host.ts'
import { snapshot } from './values.ts'
import { until } from '#tests/fixtures/patience.ts'

export interface ConnectedConsole {
  readonly host: FakeHost
  readonly store: ReturnType<typeof useHostStore>
  readonly machines: ReturnType<typeof useMachinesStore>
  readonly jobs: ReturnType<typeof useJobsStore>
  /** `unknown`, because lint reads TypeScript without the components' types. */
  mount(component: unknown, props?: Record<string, unknown>): VueWrapper
}

/** Fresh stores, connected to a fake host that has sent its snapshot; all of it ends with the test. */
export async function connectedConsole(values: Partial<Snapshot> = {}): Promise<ConnectedConsole> {
  const pinia = createPinia()
  setActivePinia(pinia)
  const store = useHostStore()
  const machines = useMachinesStore()
  const jobs = useJobsStore()
  useTrashStore()
  const host = new FakeHost(snapshot(values))
  const page = new AbortController()
  onTestFinished(() => page.abort())
  void store.follow(host, page.signal)
  await until(() => store.info !== null)
  return {
    host,
    store,
    machines,
    jobs,
    mount(component, props = {}) {
      const wrapper = mount(component as Component, {
        props,
        global: { plugins: [pinia, i18n] },
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
