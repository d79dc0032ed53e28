import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from 'commander'
import { memoryLimits } from '#shared/engine.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import { isRunning } from '#electron/host/process-identity.ts'
import { connectHost, type HostConnection } from '#electron/server/client.ts'
import { openConsole } from '#electron/server/open-console.ts'
import { ServerError } from '#electron/server/errors.ts'
import type { Context } from '../context.ts'
import { hostSettingsTextsFor } from '../messages/host-settings.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { readSnapshot, withHost } from '../session.ts'
import { formatDetails } from '../table.ts'
import { addHostEnginesCommand } from './host-engines.ts'
import { addHostSetCommand } from './host-set.ts'

async function show(context: Context, { client, address }: HostConnection, open: boolean): Promise<void> {
  const { host, machines, settings } = await readSnapshot(client)
  const { token } = await client.host.createToken()
  const url = `${address}/?token=${token}`
  const on = machines.filter(({ state }) => isPoweredOn(state)).map(({ name }) => name)
  const { texts, output } = context
  const { details, none } = hostSettingsTextsFor(context.locale)
  const { searchPaths } = settings
  const rows = formatDetails([
    [texts.host.name, host.name],
    [texts.host.version, host.version],
    [texts.host.address, url],
    [texts.host.home, host.home],
    [details.machinesFolder, settings.machinesFolder],
    [details.disksFolder, settings.disksFolder],
    [details.searchPaths, searchPaths.length === 0 ? none : searchPaths.join(', ')],
    [texts.host.memory, texts.hostMemory(host.totalMemory, memoryLimits(host).maximum)],
    [texts.host.machinesOn, on.length === 0 ? '0' : `${on.length} (${on.join(', ')})`],
    [texts.host.process, String(host.pid)],
  ])
  output.result({ ...host, settings, address, url, machines: machines.length, machinesOn: on }, rows)
  output.note(texts.openHint)
  if (open) await openConsole(context.home, `${address}/?token=${(await client.host.createToken()).token}`)
}

/** Asks the host to close and waits until its process has ended. True where there was one. */
async function stop(home: string): Promise<boolean> {
  let connection: HostConnection
  try {
    connection = await connectHost(home)
  } catch (error) {
    if (error instanceof ServerError && error.code === 'HOST_NOT_RUNNING') return false
    throw error
  }
  await connection.client.host.stop()
  await connection.closed
  // The desktop application may stay; it is no host any more then.
  for (let round = 0; round < 200 && isRunning(connection.file.pid); round++) await delay(25)
  return true
}

export function addHostCommands(program: Command, line: CommandLine): void {
  const { texts } = line
  const { descriptions, commandsOf } = texts.help
  const host = program.command('host').description(commandsOf.host)
  host
    .command('show')
    .description(descriptions.hostShow)
    .option('--open', texts.help.optionTexts.openConsole)
    .addHelpText('after', examples(texts, 'host show', 'host show --open', 'host show --json'))
    .action(async ({ open = false }: { readonly open?: boolean }, command: Command) => {
      const context = line.context(command)
      await withHost(context, (connection) => show(context, connection, open))
    })
  addHostSetCommand(host, line)
  addHostEnginesCommand(host, line)
  host
    .command('sign-out')
    .description(descriptions.hostSignOut)
    .addHelpText('after', examples(texts, 'host sign-out'))
    .action(async (_options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        await client.host.signOutPages()
        context.output.result({ signedOut: true }, texts.pagesSignedOut)
      })
    })
  host
    .command('stop')
    .description(descriptions.hostStop)
    .action(async (_options: unknown, command: Command) => {
      const { home, output } = line.context(command)
      const stopped = await stop(home)
      output.result({ stopped }, stopped ? texts.hostStopped(home) : texts.noHostToStop(home))
    })
}
