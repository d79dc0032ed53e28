import { defineHostStore } from '../sessions/host-store.ts'
import { computed, ref, shallowRef } from 'vue'
import type { ChannelKind } from '#shared/channel.ts'
import { protocolVersion, type HostInfo, type WatchMessage } from '#shared/host.ts'
import type { ConfigureHost, HostSettings } from '#shared/host-settings.ts'
import type { Template } from '#shared/machine.ts'
import { RemoteHostError, SignedOutError, type HostClient, type RawChannel } from '../transport/index.ts'
import type { RemoteHost } from '#shared/remote-host.ts'
import { followHostSettings } from '../settings.ts'
import { followHost } from './follow-host.ts'
import { HostUnreachableError } from './host-unreachable-error.ts'

/**
 * `incompatible`: the host speaks another protocol version than this page; only loading the page anew helps. `signedOut`: the
 * host does not know the page, as after its data folder was replaced. `refused`: the own host cannot connect the page to this
 * one; `problem` says why.
 */
export type ConnectionStatus = 'connecting' | 'connected' | 'lost' | 'signedOut' | 'incompatible' | 'refused'

/** The connection to the host and what the host says of itself. Only messages of the watch change it. */
export const useHostStore = defineHostStore('host', (session) => {
  const status = ref<ConnectionStatus>('connecting')
  const info = shallowRef<HostInfo | null>(null)
  const settings = shallowRef<HostSettings>({ machinesFolder: '', disksFolder: '', searchPaths: [] })
  const templates = shallowRef<readonly Template[]>([])
  /** The hosts that this one connects its consoles to, in the order they were added. */
  const remoteHosts = shallowRef<readonly RemoteHost[]>([])
  /** What it is called in this console; null while that is not known. */
  const name = computed(() => session.remote?.name ?? info.value?.name ?? null)
  const problem = shallowRef<RemoteHostError | null>(null)

  let waiting = new AbortController()
  let client: HostClient | null = null
  const listeners: ((message: WatchMessage) => void)[] = []

  function receive(message: WatchMessage): void {
    if (message.type === 'snapshot') {
      const { snapshot } = message
      info.value = snapshot.host
      settings.value = snapshot.settings
      templates.value = snapshot.templates
      remoteHosts.value = snapshot.remoteHosts
      if (session.isOwn) followHostSettings(snapshot.preferences, tellSetting)
      problem.value = null
      status.value = snapshot.host.protocol === protocolVersion ? 'connected' : 'incompatible'
    } else if (message.change.type === 'host') {
      info.value = message.change.host
    } else if (message.change.type === 'hostSettings') {
      settings.value = message.change.settings
    } else if (message.change.type === 'remoteHosts') {
      remoteHosts.value = message.change.remoteHosts
    }
    for (const listener of listeners) listener(message)
  }

  function tellSetting(name: string, value: string): Promise<unknown> {
    return call((connected) => connected.host.keepPreference({ name, value }))
  }

  /** Connects, and stays connected until the session ends. */
  function follow(): Promise<void> {
    return followHost(
      session.transport,
      {
        connected: (connected) => (client = connected),
        message: receive,
        lost: (reason) => {
          client = null
          problem.value = reason instanceof RemoteHostError ? reason : null
          status.value = statusAfter(reason)
        },
      },
      { signal: session.ended, retry: () => waiting.signal, longestPause: session.isOwn ? 5000 : 20_000 },
    )
  }

  /** Tries again at once to connect. */
  function retry(): void {
    waiting.abort()
    waiting = new AbortController()
  }

  /** Has the host let this page in; false where its user has to do it by hand. */
  async function signIn(): Promise<boolean> {
    return (await session.transport.signIn?.().catch(() => false)) ?? false
  }

  /** Other stores take their part of the watch from here. */
  function onMessage(listener: (message: WatchMessage) => void): void {
    listeners.push(listener)
  }

  /** Calls the host. Rejects with `HostUnreachableError` while there is no connection, else with what the host answers. */
  async function call<Answer>(ask: (client: HostClient) => Promise<Answer>): Promise<Answer> {
    if (client === null) throw new HostUnreachableError()
    return ask(client)
  }

  /** Changes the host's own settings. Rejects with what the host answers, so that it is shown at its field. */
  async function configure(changes: ConfigureHost): Promise<void> {
    await call((connected) => connected.host.configure(changes))
  }

  /** A byte stream to a machine; it ends by itself when the machine goes off. */
  function openChannel(kind: ChannelKind, machineId: string): RawChannel {
    return session.transport.openChannel(kind, machineId)
  }

  return {
    ...{ status, problem, name, info, settings, templates, remoteHosts },
    ...{ follow, retry, onMessage, call, configure, openChannel, signIn },
  }
})

function statusAfter(reason: unknown): ConnectionStatus {
  if (reason instanceof SignedOutError) return 'signedOut'
  return reason instanceof RemoteHostError ? 'refused' : 'lost'
}
