import type { Command } from 'commander'
import { ViridianError } from '#shared/errors.ts'
import { describeError } from '#shared/messages/index.ts'
import { accessNameSchema, type RemoteHost, type RemoteStatus } from '#shared/remote-host.ts'
import { nameKey } from '#electron/host/folder-name.ts'
import type { HostClient } from '#electron/server/client.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { requireNoHost } from '../context.ts'
import { CliError } from '../errors.ts'
import { hostListTextsFor, type HostListTexts } from '../messages/host-list.ts'
import { readSnapshot, withOwnHost } from '../session.ts'
import { formatTable } from '../table.ts'
import { requireAtLeastOne } from '../values.ts'

/** Characters of standard input that an access key is looked for in. */
const longestInput = 1000

/** By name in any case, or by id. */
export function findByName<Item extends { readonly id: string; readonly name: string }>(
  items: readonly Item[],
  name: string,
): Item | undefined {
  const wanted = nameKey(name.trim())
  return items.find((item) => nameKey(item.name) === wanted) ?? items.find(({ id }) => id === wanted)
}

/** Throws HOST_NOT_FOUND. */
function requireHost(hosts: readonly RemoteHost[], name: string): RemoteHost {
  const found = findByName(hosts, name)
  if (found === undefined) throw new ViridianError('HOST_NOT_FOUND', { name })
  return found
}

/** Throws USAGE. */
export function parseAccessName(texts: HostListTexts, text: string): string {
  const { data } = accessNameSchema.safeParse(text)
  if (data === undefined) throw new CliError('USAGE', { detail: texts.invalidName(text) })
  return data
}

/** The key as it stands on the command line, or what is piped in. Throws USAGE. */
async function readKey(texts: HostListTexts, text: string): Promise<string> {
  if (text !== '-') return text
  let input = ''
  for await (const chunk of process.stdin) {
    input += String(chunk)
    if (input.length > longestInput) break
  }
  const key = input.trim()
  if (key === '') throw new CliError('USAGE', { detail: texts.noKeyOnInput })
  return key.slice(0, 300)
}

async function statusOf(client: HostClient, { id }: RemoteHost): Promise<RemoteStatus> {
  try {
    return await client.hosts.probe({ id })
  } catch (error) {
    // Removed meanwhile; what else goes wrong is the own host's.
    if (!(error instanceof Error && 'code' in error && error.code === 'HOST_NOT_FOUND')) throw error
    return { state: 'unreachable', problem: { code: 'HOST_NOT_FOUND', facts: { name: id } } }
  }
}

interface ChangeOptions {
  readonly name?: string
  readonly address?: string
  readonly accessKey?: string
}

/** `viridian host add|change|list|remove` */
export function addHostListCommands(host: Command, line: CommandLine): void {
  const { locale } = line
  const texts = hostListTextsFor(locale)
  const { columns } = texts
  host
    .command('add')
    .description(texts.add)
    .argument('<NAME>', texts.nameArgument)
    .argument('<ADDRESS>', texts.addressArgument)
    .requiredOption('--access-key <KEY>', texts.keyOption)
    .addHelpText('after', examples(line.texts, 'host add lab 127.0.0.1:8006 --access-key - < key.txt'))
    .action(async (text: string, address: string, given: { accessKey: string }, command: Command) => {
      const context = line.context(command)
      requireNoHost(context)
      const name = parseAccessName(texts, text)
      const accessKey = await readKey(texts, given.accessKey)
      await withOwnHost(context, async ({ client }) => {
        const { id } = await client.hosts.add({ name, address, accessKey })
        const added = (await client.hosts.list()).find((each) => each.id === id)
        context.output.result(added ?? { id, name, address }, texts.added(name))
      })
    })
  host
    .command('change')
    .description(texts.change)
    .argument('<NAME>', texts.hostArgument)
    .option('--name <NEW>', texts.newNameOption)
    .option('--address <ADDRESS>', texts.addressArgument)
    .option('--access-key <KEY>', texts.keyOption)
    .addHelpText(
      'after',
      examples(line.texts, 'host change lab --access-key - < key.txt', 'host change lab --name big'),
    )
    .action(async (which: string, given: ChangeOptions, command: Command) => {
      const context = line.context(command)
      requireNoHost(context)
      requireAtLeastOne(context, {
        ...{ '--name': given.name, '--address': given.address, '--access-key': given.accessKey },
      })
      const changes = {
        ...(given.name === undefined ? {} : { name: parseAccessName(texts, given.name) }),
        ...(given.address === undefined ? {} : { address: given.address }),
        ...(given.accessKey === undefined ? {} : { accessKey: await readKey(texts, given.accessKey) }),
      }
      await withOwnHost(context, async ({ client }) => {
        const { id } = requireHost(await client.hosts.list(), which)
        await client.hosts.change({ id, ...changes })
        const changed = requireHost(await client.hosts.list(), id)
        context.output.result(changed, texts.changed(changed.name))
      })
    })
  host
    .command('list')
    .description(texts.list)
    .addHelpText('after', examples(line.texts, 'host list', 'host list --json'))
    .action(async (_options: unknown, command: Command) => {
      const context = line.context(command)
      requireNoHost(context)
      await withOwnHost(context, async (own) => {
        const { host: info, remoteHosts } = await readSnapshot(own.client)
        const address = own.address.replace('http://', '')
        const others = await Promise.all(
          remoteHosts.map(async (each) => ({ ...each, own: false, ...(await statusOf(own.client, each)) })),
        )
        const itself = { id: info.id, name: info.name, address, own: true, state: 'connected', problem: null }
        const rows = others.map(({ name, address: at, state, problem }) => [
          ...[name, at, texts.states[state]],
          problem === null ? '' : describeError(problem, locale),
        ])
        const first = [info.name, address, texts.states.connected, texts.thisHost]
        const titles = [columns.name, columns.address, columns.state, '']
        context.output.result(
          [itself, ...others],
          formatTable(
            titles.map((title) => ({ title })),
            [first, ...rows],
          ),
        )
      })
    })
  host
    .command('remove')
    .description(texts.remove)
    .argument('<NAME>', texts.hostArgument)
    .addHelpText('after', examples(line.texts, 'host remove lab'))
    .action(async (name: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      requireNoHost(context)
      await withOwnHost(context, async ({ client }) => {
        const found = requireHost(await client.hosts.list(), name)
        await client.hosts.remove({ id: found.id })
        context.output.result(found, texts.removed(found.name))
      })
    })
}
