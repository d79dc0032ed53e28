import type { Command } from 'commander'
import type { Machine } from '#shared/machine.ts'
import type { HostConnection } from '#electron/server/client.ts'
import { usageError, type Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { afterOff, faultText, findMachine, readSnapshot, withHost } from '../session.ts'
import { bridgeTerminal, pipeThrough, type ConsoleEnd } from '../serial-console.ts'
import { parsePositive } from '../values.ts'

interface ConsoleOptions {
  readonly quiet: string
}

/** Milliseconds the host is given to say why a machine went off. */
const reasonPatience = 2000

/** Throws MACHINE_WENT_OFF where the machine did not go off in order. */
async function requireOrder({ locale }: Context, connection: HostConnection, machine: Machine): Promise<void> {
  const { client } = connection
  const off = await afterOff(client, machine, AbortSignal.timeout(reasonPatience)).catch((error: unknown) => {
    // The port ends with its host, too.
    if (!connection.isOpen()) throw error
    return machine
  })
  if (off.fault?.level === 'Critical') {
    throw new CliError('MACHINE_WENT_OFF', { name: machine.name, reason: faultText(off, locale) })
  }
}

async function connectTerminal(
  context: Context,
  connection: HostConnection,
  name: string,
  quiet: number,
): Promise<void> {
  const { texts, output } = context
  const machine = findMachine(await readSnapshot(connection.client), name)
  const stream = await connection.openChannel('serial', machine.id)
  let end: ConsoleEnd
  if (process.stdin.isTTY) {
    output.note(texts.connected(machine.name))
    end = await bridgeTerminal(stream, process.stdin, process.stdout)
    output.note(`\n${texts.disconnected}`)
  } else if (output.json) {
    const chunks: Buffer[] = []
    end = await pipeThrough(stream, process.stdin, (chunk) => void chunks.push(chunk), quiet)
    output.result({ output: Buffer.concat(chunks).toString(), end }, '')
  } else {
    end = await pipeThrough(stream, process.stdin, (chunk) => void process.stdout.write(chunk), quiet)
  }
  if (end === 'off') await requireOrder(context, connection, machine)
}

export function addConsoleCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  vm.command('console')
    .description(texts.help.descriptions.console)
    .argument('<NAME>', texts.help.machineArgument)
    .option('--quiet <SECONDS>', texts.help.optionTexts.quiet, '1')
    .addHelpText('after', examples(texts, 'vm console lab', 'vm console lab --quiet 5 < commands.txt'))
    .action(async (name: string, options: ConsoleOptions, command: Command) => {
      const context = line.context(command)
      const quiet = parsePositive(context, options.quiet, '--quiet') * 1000
      if (context.output.json && process.stdin.isTTY) throw usageError(context, (usage) => usage.jsonOnTerminal())
      await withHost(context, (connection) => connectTerminal(context, connection, name, quiet))
    })
}
