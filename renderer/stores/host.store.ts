import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { ChannelKind } from '#shared/channel.ts'
import type { HostEvent } from '#shared/event.ts'
import { protocolVersion, type HostInfo, type WatchMessage } from '#shared/host.ts'
import type { ConfigureHost, HostSettings } from '#shared/host-settings.ts'
import type { Template } from '#shared/machine.ts'
import type { HostClient, RawChannel, Transport } from '../transport/index.ts'
import { followHostSettings } from '../settings.ts'
import { followHost } from './follow-host.ts'
import { HostUnreachableError } from './host-unreachable-error.ts'

/**
 * `incompatible`: the host speaks another protocol version than this page; only loading the page anew helps. `signedOut`: the
 * host does not know the page, as after its data folder was replaced.
 */
export type ConnectionStatus = 'connecting' | 'connected' | 'lost' | 'signedOut' | 'incompatible'

/** Events kept on the page; the host keeps its own history. */
const eventsKept = 500

/** The connection to the host and what the host says of itself. Only messages of the watch change it. */
export const useHostStore = defineStore('host', () => {
  const status = ref<ConnectionStatus>('connecting')
  const info = shallowRef<HostInfo | null>(null)
  const settings = shallowRef<HostSettings>({ machinesFolder: '', disksFolder: '', searchPaths: [] })
  const templates = shallowRef<readonly Template[]>([])
  /** Oldest first. */
  const events = shallowRef<readonly HostEvent[]>([])

  let transport: Transport | null = null
  let client: HostClient | null = null
  const listeners: ((message: WatchMessage) => void)[] = []

  function receive(message: WatchMessage): void {
    if (message.type === 'snapshot') {
      const { snapshot } = message
      info.value = snapshot.host
      settings.value = snapshot.settings
      templates.value = snapshot.templates
      followHostSettings(snapshot.preferences, tellSetting)
      events.value = snapshot.events
      status.value = snapshot.host.protocol === protocolVersion ? 'connected' : 'incompatible'
    } else if (message.change.type === 'host') {
      info.value = message.change.host
    } else if (message.change.type === 'hostSettings') {
      settings.value = message.change.settings
    } else if (message.change.type === 'event') {
      events.value = [...events.value, message.change.event].slice(-eventsKept)
    }
    for (const listener of listeners) listener(message)
  }

  function tellSetting(name: string, value: string): Promise<unknown> {
    return call((connected) => connected.host.keepPreference({ name, value }))
  }

  /** Connects, and stays connected until the signal aborts. */
  function follow(through: Transport, signal: AbortSignal): Promise<void> {
    transport = through
    return followHost(
      through,
      {
        connected: (connected) => (client = connected),
        message: receive,
        lost: (signedOut) => {
          client = null
          status.value = signedOut ? 'signedOut' : 'lost'
        },
      },
      signal,
    )
  }

  /** Has the host let this page in; false where its user has to do it by hand. */
  async function signIn(): Promise<boolean> {
    return (await transport?.signIn?.().catch(() => false)) ?? false
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
    if (transport === null) throw new HostUnreachableError()
    return transport.openChannel(kind, machineId)
  }

  return { status, info, settings, templates, events, follow, onMessage, call, configure, openChannel, signIn }
})
