import type { Command } from 'commander'
import { isPoweredOn } from '#shared/machine-state.ts'
import { defaultShutDownTime } from '#shared/machine-settings.ts'
import { asKnownError } from '#shared/messages/index.ts'
import type { HostClient } from '#electron/server/client.ts'
import { followJob } from '../host-job.ts'
import { machineDocument } from '../machine-text.ts'
import { describeFailure } from '../messages/index.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { parsePositive } from '../values.ts'

interface ShutDownOptions {
  readonly timeout: string
  readonly force?: true
}

/** Whether the guest does not go off by itself. */
function isInVain(error: unknown): boolean {
  const code = asKnownError(error)?.code
  return code === 'GUEST_STILL_ON' || code === 'GUEST_NOT_LISTENING'
}

/** It may have gone off in the meantime. */
async function turnOff(client: HostClient, id: string): Promise<void> {
  try {
    await client.machines.turnOff({ id })
  } catch (error) {
    if (isPoweredOn(findMachine(await readSnapshot(client), id).state)) throw error
  }
}

export function addShutDownCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  const { descriptions, optionTexts, machineArgument } = texts.help
  vm.command('shut-down')
    .description(descriptions.shutDown)
    .argument('<NAME>', machineArgument)
    .option('--timeout <SECONDS>', optionTexts.shutDownTimeout, String(defaultShutDownTime))
    .option('--force', optionTexts.force)
    .addHelpText('after', examples(texts, 'vm shut-down lab', 'vm shut-down lab --timeout 120 --force'))
    .action(async (name: string, options: ShutDownOptions, command: Command) => {
      const context = line.context(command)
      const seconds = parsePositive(context, options.timeout, '--timeout')
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        const { id } = machine
        let done = texts.done.shutDown
        try {
          const { jobId } = await client.machines.shutDown({ id, seconds })
          await followJob(context, client, jobId, { path: machine.name, left: 'guestAsked' })
        } catch (error) {
          if (options.force !== true || !isInVain(error)) throw error
          context.output.note(describeFailure(error, context.locale))
          await turnOff(client, id)
          done = texts.done.turnOff
        }
        const after = await readSnapshot(client)
        context.output.result(machineDocument(after, findMachine(after, id)), done(machine.name))
      })
    })
}
