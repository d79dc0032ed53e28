import type { Command } from 'commander'
import type { ConfigureMachine } from '#shared/machine.ts'
import type { MachineSettings } from '#shared/machine-settings.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import { namedIn, waitsForStart } from '#shared/settings-table.ts'
import type { Context } from '../context.ts'
import { machineDocument } from '../machine-text.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { startupOrder } from '#shared/startup.ts'
import { parseChoice, parseDelay, parseMemory, parseName, parseStartupOrder, requireAtLeastOne } from '../values.ts'

const starts = { nothing: 'nothing', 'if-running': 'ifRunning', always: 'always' } as const
const stops = { save: 'save', 'turn-off': 'turnOff', 'shut-down': 'shutDown' } as const
const switches = { on: true, off: false } as const
const recoveries = { none: 'none', restart: 'restart', revert: 'revert' } as const

interface SetOptions {
  readonly notes?: string
  readonly memory?: string
  readonly autoStart?: string
  readonly startDelay?: string
  readonly autoStop?: string
  readonly recovery?: string
  readonly startupOrder?: string
  readonly bootMenu?: string
}

/** What the options say, with a machine's own settings beside. Throws USAGE. */
function parseOptions(context: Context, options: SetOptions): (now: MachineSettings) => ConfigureMachine {
  const { notes, memory, autoStart, startDelay, autoStop, recovery, startupOrder: devices, bootMenu } = options
  const first = devices === undefined ? [] : parseStartupOrder(context, devices)
  const menu = bootMenu === undefined ? {} : { menu: parseChoice(context, bootMenu, '--boot-menu', switches) }
  const startsUpOtherwise = devices !== undefined || bootMenu !== undefined
  const action = autoStart === undefined ? {} : { action: parseChoice(context, autoStart, '--auto-start', starts) }
  const delay = startDelay === undefined ? {} : { delay: parseDelay(context, startDelay) }
  const startsOtherwise = autoStart !== undefined || startDelay !== undefined
  const stop = autoStop === undefined ? {} : { automaticStop: parseChoice(context, autoStop, '--auto-stop', stops) }
  const faults = recovery === undefined ? {} : { recovery: parseChoice(context, recovery, '--recovery', recoveries) }
  const own = {
    ...(notes === undefined ? {} : { notes }),
    ...(memory === undefined ? {} : { memory: parseMemory(context, memory) }),
  }
  return (now) => {
    const start = startsOtherwise ? { automaticStart: { ...now.automaticStart, ...action, ...delay } } : {}
    const startup = startsUpOtherwise
      ? { startup: { ...now.startup, order: startupOrder(first, now.startup.order), ...menu } }
      : {}
    return { ...own, settings: { ...start, ...stop, ...faults, ...startup } }
  }
}

export function addSettingsCommands(vm: Command, line: CommandLine): void {
  const { texts } = line
  const { settings, help } = texts
  vm.command('rename')
    .description(settings.descriptions.rename)
    .argument('<NAME>', help.machineArgument)
    .argument('<NEW>', settings.newNameArgument)
    .addHelpText('after', examples(texts, 'vm rename lab server'))
    .action(async (name: string, wished: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      const newName = parseName(context, wished)
      await configure(
        context,
        name,
        () => ({ name: newName }),
        (before) => settings.renamed(before, newName),
      )
    })
  vm.command('set')
    .description(settings.descriptions.set)
    .argument('<NAME>', help.machineArgument)
    .option('--notes <TEXT>', settings.options.notes)
    .option('--memory <MB>', settings.options.memory)
    .option(`--auto-start <${Object.keys(starts).join('|')}>`, settings.options.autoStart)
    .option('--start-delay <SECONDS>', settings.options.startDelay)
    .option(`--auto-stop <${Object.keys(stops).join('|')}>`, settings.options.autoStop)
    .option(`--recovery <${Object.keys(recoveries).join('|')}>`, settings.options.recovery)
    .option('--startup-order <DEVICES>', settings.options.startupOrder)
    .option(`--boot-menu <${Object.keys(switches).join('|')}>`, settings.options.bootMenu)
    .addHelpText(
      'after',
      examples(
        texts,
        'vm set lab --memory 256',
        'vm set setup --startup-order floppy,cd,disk',
        'vm set server --auto-start always --start-delay 30 --auto-stop save',
      ),
    )
    .action(async (name: string, options: SetOptions, command: Command) => {
      const context = line.context(command)
      const { notes, memory, autoStart, startDelay, autoStop, recovery, startupOrder, bootMenu } = options
      requireAtLeastOne(context, {
        ...{ '--notes': notes, '--memory': memory, '--auto-start': autoStart },
        ...{ '--start-delay': startDelay, '--auto-stop': autoStop, '--recovery': recovery },
        ...{ '--startup-order': startupOrder, '--boot-menu': bootMenu },
      })
      await configure(context, name, parseOptions(context, options), (before) => settings.configured(before))
    })
}

/** Configures a machine, and tells of it. */
async function configure(
  context: Context,
  name: string,
  changes: (now: MachineSettings) => ConfigureMachine,
  told: (name: string) => string,
): Promise<void> {
  await withHost(context, async ({ client }) => {
    const machine = findMachine(await readSnapshot(client), name)
    const wanted = changes(machine.settings)
    await client.machines.configure({ id: machine.id, ...wanted })
    const { settings } = context.texts
    if (isPoweredOn(machine.state) && waitsForStart(namedIn(wanted)))
      context.output.note(settings.fromNextStart(machine.name))
    const after = await readSnapshot(client)
    context.output.result(machineDocument(after, findMachine(after, machine.id)), told(machine.name))
  })
}
