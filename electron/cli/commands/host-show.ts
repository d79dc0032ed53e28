import { memoryLimits } from '#shared/engine.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import { uniqueName } from '#electron/host/folder-name.ts'
import type { HostClient, HostConnection } from '#electron/server/client.ts'
import { openConsole } from '#electron/server/open-console.ts'
import type { Context } from '../context.ts'
import { hostListTextsFor } from '../messages/host-list.ts'
import { hostSettingsTextsFor } from '../messages/host-settings.ts'
import { readSnapshot } from '../session.ts'
import { formatDetails } from '../table.ts'

export interface ShowOptions {
  readonly open?: boolean
  readonly accessKey?: boolean
  /** For whom the access key is. */
  readonly name?: string
}

/** `viridian host show` */
export async function showHost(
  context: Context,
  { client, address }: HostConnection,
  { open = false, accessKey = false, name }: ShowOptions,
): Promise<void> {
  const { texts, output, locale } = context
  const { host, machines, settings } = await readSnapshot(client)
  const key = accessKey ? await createKey(client, name, hostListTextsFor(locale).anyConsole) : null
  // Only its owner opens a host's console.
  const openAddress = async () => `${address}/?token=${(await client.host.createToken()).token}`
  const url = context.host === null || open ? await openAddress() : null
  const on = machines.filter(({ state }) => isPoweredOn(state)).map((machine) => machine.name)
  const { details, none } = hostSettingsTextsFor(locale)
  const words = hostListTextsFor(locale)
  const { searchPaths } = settings
  const authority = address.replace('http://', '')
  const rows = formatDetails([
    [texts.host.name, host.name],
    [texts.host.version, host.version],
    [texts.host.address, url ?? address],
    [words.addressForOthers, authority],
    ...(key === null ? [] : [[words.accessKey, key.key] as const]),
    [texts.host.home, host.home],
    [details.machinesFolder, settings.machinesFolder],
    [details.disksFolder, settings.disksFolder],
    [details.searchPaths, searchPaths.length === 0 ? none : searchPaths.join(', ')],
    [texts.host.memory, texts.hostMemory(host.totalMemory, memoryLimits(host).maximum)],
    [texts.host.machinesOn, on.length === 0 ? '0' : `${on.length} (${on.join(', ')})`],
    [texts.host.process, String(host.pid)],
  ])
  const told = { ...host, settings, address, url, machines: machines.length, machinesOn: on }
  output.result(key === null ? told : { ...told, accessKey: key }, rows)
  if (url !== null) output.note(texts.openHint)
  if (key !== null) output.note(words.keyHint(authority, key.name))
  if (open) await openConsole(context.home, await openAddress())
}

/** Under a name of its own where none is given. */
async function createKey(client: HostClient, name: string | undefined, usual: string) {
  const taken = name === undefined ? (await client.accessKeys.list()).map((key) => key.name) : []
  return await client.accessKeys.create({ name: name ?? uniqueName(usual, taken) })
}
