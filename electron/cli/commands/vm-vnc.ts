import type { Command } from 'commander'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'

interface VncOptions {
  readonly password: boolean
}

export function addVncCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  vm.command('vnc')
    .description(texts.help.descriptions.vnc)
    .argument('<NAME>', texts.help.machineArgument)
    .option('--no-password', texts.help.optionTexts.noPassword)
    .addHelpText('after', examples(texts, 'vm vnc lab', 'vm vnc lab --no-password --json'))
    .action(async (name: string, options: VncOptions, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const { id } = findMachine(await readSnapshot(client), name)
        const { host, port, password } = await client.machines.openVnc({ id, password: options.password })
        // Two colons: what follows is a port, not a display number.
        const address = `${host}::${port}`
        context.output.result(
          { host, port, password },
          password === null ? address : `${address}\n${texts.vncPassword(password)}`,
        )
      })
    })
}
