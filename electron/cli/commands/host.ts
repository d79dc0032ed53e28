import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from 'commander'
import { isRunning } from '#electron/host/process-identity.ts'
import { connectHost, type OwnHostConnection } from '#electron/server/client.ts'
import { ServerError } from '#electron/server/errors.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { CliError } from '../errors.ts'
import { hostListTextsFor } from '../messages/host-list.ts'
import { withHost } from '../session.ts'
import { addHostEnginesCommand } from './host-engines.ts'
import { addHostKeysCommands } from './host-keys.ts'
import { addHostListCommands, parseAccessName } from './host-list.ts'
import { addHostSetCommand } from './host-set.ts'
import { showHost, type ShowOptions } from './host-show.ts'

/** Asks the host to close and waits until its process has ended. True where there was one. */
async function stop(home: string): Promise<boolean> {
  let connection: OwnHostConnection
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
  const hosts = hostListTextsFor(line.locale)
  const host = program.command('host').description(commandsOf.host)
  host
    .command('show')
    .description(descriptions.hostShow)
    .option('--open', texts.help.optionTexts.openConsole)
    .option('--access-key', hosts.createKeyOption)
    .option('--name <NAME>', hosts.keyNameOption)
    .addHelpText('after', examples(texts, 'host show', 'host show --open', 'host show --access-key --name laptop'))
    .action(async (options: ShowOptions, command: Command) => {
      const context = line.context(command)
      const { accessKey = false, name } = options
      if (name !== undefined && !accessKey) throw new CliError('USAGE', { detail: hosts.onlyWithKey })
      if (name !== undefined) parseAccessName(hosts, name)
      await withHost(context, (connection) => showHost(context, connection, options))
    })
  addHostListCommands(host, line)
  addHostKeysCommands(host, line)
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
      const context = line.context(command)
      const { home, host: remote, output } = context
      if (remote !== null) {
        await withHost(context, async ({ client, closed }) => {
          await client.host.stop()
          await closed
        })
        return output.result({ stopped: true }, hosts.stopped(remote))
      }
      const stopped = await stop(home)
      output.result({ stopped }, stopped ? texts.hostStopped(home) : texts.noHostToStop(home))
    })
}
