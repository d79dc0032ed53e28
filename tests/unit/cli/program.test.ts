import type { Command } from 'commander'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ViridianError, type ErrorCode } from '#shared/errors.ts'
import { locales } from '#shared/messages/index.ts'
import { CliError, exitCodeOf, isCliError } from '#electron/cli/errors.ts'
import { describeFailure, failureFacts, textsFor } from '#electron/cli/messages/index.ts'
import { createProgram, toUsageError } from '#electron/cli/program.ts'
import { ServerError } from '#electron/server/errors.ts'

afterEach(() => void vi.restoreAllMocks())

/** What the program makes of a command line that it does not understand. */
async function usageOf(...words: string[]): Promise<string> {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    await createProgram('en').parseAsync(words, { from: 'user' })
  } catch (error) {
    const usage = isCliError(error) ? error : toUsageError(error, textsFor('en'))
    expect(exitCodeOf(usage)).toBe(2)
    return describeFailure(usage, 'en')
  }
  throw new Error('accepted')
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)]
}

describe('command lines that are not understood', () => {
  it.each<[string, string[]]>([
    ['A command is missing.', []],
    ['A command is missing.', ['vm']],
    ['There is no command “fly” here.', ['fly']],
    ['There is no command “fly” here.', ['vm', 'fly', 'lab']],
    ['The argument NAME is missing.', ['vm', 'start']],
    ['The argument TEXT is missing.', ['vm', 'type', 'lab']],
    ['There is no option --fast here.', ['vm', 'start', 'lab', '--fast']],
    ['The option --memory <MB> needs a value.', ['vm', 'create', 'lab', '--memory']],
    ['The option --home <DIR> needs a value.', ['--home', '', 'vm', 'list']],
    ['The option --home <DIR> needs a value.', ['host', 'stop', '--home=']],
    ['The option --timeout <SECONDS> is required.', ['vm', 'wait', 'lab', '--state', 'Off']],
    ['There are too many arguments', ['vm', 'type', 'lab', 'echo', 'hello']],
    ['At least one of --template, --iso, --floppy, --disk, --disk-size is required.', ['vm', 'create', 'lab']],
    ['“0.5” is not a number of machines', ['vm', 'create', 'lab', '--disk-size', '1G', '--count', '0.5']],
    ['--floppy names a file that one machine', ['vm', 'create', 'lab', '--floppy', 'a.vfd', '--count', '2']],
    ['--disk names a file that one machine', ['vm', 'create', 'lab', '--disk', 'a.vhd', '--count', '2']],
    ['“1000000” is not a number of machines', ['vm', 'clone', 'lab', 'copy', '--count', '1000000']],
    ['“<F99>” is no key', ['vm', 'type', 'lab', '<F99>']],
    ['--template, --iso', ['vm', 'create', 'lab', '--template', 'a', '--iso', 'b']],
    ['“ide2:0” is not a position', ['vm', 'disk', 'detach', 'lab', 'ide2:0']],
    ['“a:” is not a position', ['vm', 'media', 'eject', 'lab', '--at', 'a:']],
    ['Exactly one of --state, --serial, --screen', ['vm', 'wait', 'lab', '--timeout', '1']],
    ['Exactly one of --text, --png is required.', ['vm', 'screen', 'lab']],
    ['3 MB of memory is out of range', ['vm', 'create', 'lab', '--template', 'a', '--memory', '3']],
    ['“a/b” cannot be the name', ['vm', 'create', 'a/b', '--template', 'a']],
    ['“(” is not a regular expression', ['vm', 'wait', 'lab', '--serial', '(', '--timeout', '1']],
    ['“soon” is not a positive number for --timeout', ['vm', 'wait', 'lab', '--state', 'Off', '--timeout', 'soon']],
    [String.raw`“\q” means nothing`, ['vm', 'type', 'lab', String.raw`\q`]],
    ['“somewhere” is not an address and port', ['serve', '--listen', 'somewhere']],
  ])('%s', async (sentence, words) => {
    expect(await usageOf(...words)).toContain(sentence)
  })
})

describe('help', () => {
  it.each(locales)('describes every command, argument and option in %s', (locale) => {
    for (const command of everyCommand(createProgram(locale))) {
      expect(command.description()).not.toBe('')
      for (const { description } of command.registeredArguments) expect(description).not.toBe('')
      for (const { description, hidden } of command.options) if (!hidden) expect(description).not.toBe('')
      const help = command.helpInformation()
      if (locale === 'de') expect(help).not.toMatch(/^(Usage|Options|Commands|Arguments|Global Options):/m)
    }
  })

  it('has exactly the commands that are promised', () => {
    const vm = createProgram('en').commands.find((command) => command.name() === 'vm')
    expect(vm?.commands.map((command) => command.name())).toEqual([
      'create',
      'list',
      'show',
      'start',
      'save',
      'delete-saved-state',
      'pause',
      'resume',
      'reset',
      'turn-off',
      'shut-down',
      'rename',
      'set',
      'clone',
      'export',
      'import',
      'delete',
      'disk',
      'media',
      'undo-disks',
      'wait',
      'type',
      'screen',
      'console',
      'vnc',
    ])
  })
})

describe('failures', () => {
  it.each<[unknown, number]>([
    [new Error('x'), 1],
    [new CliError('USAGE', { detail: 'x' }), 2],
    [new CliError('TIMEOUT', { name: 'a', seconds: 1, waitedFor: 'state', text: 'Off', state: 'Running' }), 4],
    [new CliError('CANCELLED', {}), 1],
    [new ServerError('PORT_IN_USE', { address: 'a', port: 1 }), 1],
    [new ServerError('ADDRESS_NOT_LOOPBACK', { address: 'a' }), 2],
    ...(['MACHINE_NOT_FOUND', 'TEMPLATE_NOT_FOUND', 'TEMPLATE_NOT_BUILT'] as const).map((code): [unknown, number] => [
      new ViridianError<ErrorCode>(code, { name: 'a' }),
      3,
    ]),
    [Object.assign(new Error('over the wire'), { code: 'MEDIA_NOT_FOUND', data: { path: '/x' } }), 3],
    [Object.assign(new Error('over the wire'), { code: 'INPUT_INVALID', data: { issues: [] } }), 2],
    [new ViridianError('MEMORY_EXCEEDS_HOST', { memory: 1, available: 0 }), 1],
  ])('%o ends with %i', (error, code) => expect(exitCodeOf(error)).toBe(code))

  it('are told to programs by code and facts', () => {
    const error = Object.assign(new Error('over the wire'), { code: 'MEDIA_NOT_FOUND', data: { path: '/x' } })
    expect(failureFacts(error)).toEqual({ code: 'MEDIA_NOT_FOUND', facts: { path: '/x' } })
    expect(failureFacts(new Error('boom'))).toEqual({ code: 'INTERNAL', facts: { detail: 'boom' } })
  })

  it('say in both languages what was waited for', () => {
    const error = new CliError('TIMEOUT', {
      name: 'lab',
      seconds: 5,
      waitedFor: 'serial',
      text: 'login',
      state: 'Running',
    })
    expect(describeFailure(error, 'en')).toMatch(/“lab”.*5 seconds.*\/login\/.*Running/)
    expect(describeFailure(error, 'de')).toMatch(/„lab“.*5 Sekunden.*\/login\/.*Ausgeführt/)
  })
})
