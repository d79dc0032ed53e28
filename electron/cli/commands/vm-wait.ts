import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from 'commander'
import { ViridianError } from '#shared/errors.ts'
import { isPoweredOn, type MachineState } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import type { HostConnection } from '#electron/server/client.ts'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { ExpressionSearch } from '../expression-search.ts'
import { machineDocument } from '../machine-text.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { SerialText } from '../serial-text.ts'
import { afterOff, faultText, findMachine, followMachine, readSnapshot, withHost } from '../session.ts'
import { parseExpression, parsePositive, parseState, requireExactlyOne } from '../values.ts'
import { screenLines } from './vm-screen.ts'

interface WaitOptions {
  readonly state?: string
  readonly serial?: string
  readonly screen?: string
  readonly timeout: string
}

/** Milliseconds between two looks at the screen. */
const screenInterval = 250
/** Milliseconds the host is given to say why a machine went off. */
const reasonPatience = 2000

/** What is waited for: resolves with what matched, rejects when it can not come any more. */
type Condition = (connection: HostConnection, machine: Machine, signal: AbortSignal) => Promise<string>

function forState(state: MachineState): Condition {
  return async ({ client }, machine, signal) => {
    for await (const current of followMachine(client, machine, signal)) if (current.state === state) return state
    return state
  }
}

/** Resolves when the machine's devices can be reached. Throws STATE_CONFLICT where it is off. */
async function untilReachable({ client }: HostConnection, machine: Machine, signal: AbortSignal): Promise<void> {
  for await (const { name, state } of followMachine(client, machine, signal)) {
    if (!isPoweredOn(state)) throw new ViridianError('STATE_CONFLICT', { name, command: 'connect', state })
    if (state !== 'Starting') return
  }
}

async function wentOff({ locale }: Context, { client }: HostConnection, machine: Machine): Promise<CliError> {
  const { name } = machine
  const off = await afterOff(client, machine, AbortSignal.timeout(reasonPatience)).catch(() => machine)
  return new CliError('MACHINE_WENT_OFF', { name, reason: faultText(off, locale) })
}

function forSerial(context: Context, expression: RegExp): Condition {
  return async (connection, machine, signal) => {
    await untilReachable(connection, machine, signal)
    const stream = await connection.openChannel('serial', machine.id)
    const destroy = () => void stream.destroy()
    signal.addEventListener('abort', destroy, { once: true })
    const text = new SerialText()
    const search = new ExpressionSearch(expression, signal)
    try {
      for await (const chunk of stream) {
        text.append(chunk as Buffer)
        const match = await search.find(...text.versions)
        if (match !== null) return match
      }
    } finally {
      destroy()
      search.close()
    }
    signal.throwIfAborted()
    throw await wentOff(context, connection, machine)
  }
}

/** Throws MACHINE_WENT_OFF. */
async function readScreen(context: Context, connection: HostConnection, machine: Machine): Promise<string> {
  try {
    const { rows } = await connection.client.machines.screenText({ id: machine.id })
    return screenLines(rows)
  } catch (error) {
    const current = findMachine(await readSnapshot(connection.client), machine.id)
    throw isPoweredOn(current.state) ? error : await wentOff(context, connection, machine)
  }
}

function forScreen(context: Context, expression: RegExp): Condition {
  return async (connection, machine, signal) => {
    await untilReachable(connection, machine, signal)
    const search = new ExpressionSearch(expression, signal)
    try {
      for (;;) {
        const match = await search.find(await readScreen(context, connection, machine))
        if (match !== null) return match
        await delay(screenInterval, undefined, { signal })
      }
    } finally {
      search.close()
    }
  }
}

/** Throws TIMEOUT. */
async function waitFor(
  condition: Condition,
  connection: HostConnection,
  machine: Machine,
  seconds: number,
): Promise<string | null> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), seconds * 1000)))
  const met = condition(connection, machine, controller.signal)
  try {
    return await Promise.race([met, timeUp])
  } finally {
    clearTimeout(timer)
    controller.abort()
    // What is cut short has nothing more to say.
    met.catch(() => undefined)
  }
}

export function addWaitCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  const { optionTexts, machineArgument, descriptions } = texts.help
  vm.command('wait')
    .description(descriptions.wait)
    .argument('<NAME>', machineArgument)
    .option('--state <STATE>', optionTexts.state)
    .option('--serial <REGEX>', optionTexts.serial)
    .option('--screen <REGEX>', optionTexts.screen)
    .requiredOption('--timeout <SECONDS>', optionTexts.timeout)
    .addHelpText(
      'after',
      examples(texts, "vm wait lab --screen 'login:|# $' --timeout 120", 'vm wait lab --state Off --timeout 30'),
    )
    .action(async (name: string, options: WaitOptions, command: Command) => {
      const context = line.context(command)
      const { state, serial, screen } = options
      requireExactlyOne(context, { '--state': state, '--serial': serial, '--screen': screen })
      const seconds = parsePositive(context, options.timeout, '--timeout')
      const [what, text, condition] =
        state !== undefined
          ? (['state', state, forState(parseState(context, state))] as const)
          : serial !== undefined
            ? (['serial', serial, forSerial(context, parseExpression(context, serial))] as const)
            : (['screen', screen ?? '', forScreen(context, parseExpression(context, screen ?? ''))] as const)

      await withHost(context, async (connection) => {
        const machine = findMachine(await readSnapshot(connection.client), name)
        const matched = await waitFor(condition, connection, machine, seconds)
        const snapshot = await readSnapshot(connection.client)
        const after = findMachine(snapshot, machine.id)
        if (matched === null) {
          throw new CliError('TIMEOUT', {
            name: after.name,
            seconds,
            waitedFor: what,
            text,
            state: after.state,
          })
        }
        context.output.result({ ...machineDocument(snapshot, after), matched }, matched.trim())
      })
    })
}
