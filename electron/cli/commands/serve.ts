import { Option, type Command } from 'commander'
import type { Host } from '#electron/host/host.ts'
import { defaultListen } from '#electron/server/address.ts'
import { openConsole } from '#electron/server/open-console.ts'
import type { RunningServer } from '#electron/server/server.ts'
import { ServerError } from '#electron/server/errors.ts'
import { alreadyRunningExitCode } from '../background-host.ts'
import { hostReadOnly } from '#shared/errors.ts'
import { describeError } from '#shared/messages/index.ts'
import { requireNoHost, type Context } from '../context.ts'
import type { IdleTimer as IdleTimerType } from '../idle.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { parseListenAddress, parsePositive } from '../values.ts'

interface ServeOptions {
  readonly listen?: string
  readonly exitWhenIdle?: string
  readonly firstMachine?: true
  readonly open?: boolean
  readonly background?: boolean
}

/** Minutes after which a host that was started in the background ends when it is not needed. */
const defaultIdleMinutes = '5'

/** Milliseconds within which a signal is the same request by another way: of the terminal, and of the program that started us. */
const sameRequest = 1000

/** Resolves when somebody asks this process to end. A second request ends it at once. */
function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | null = null
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked !== null && performance.now() - asked > sameRequest) process.exit(1)
        asked ??= performance.now()
        resolve()
      })
    }
  })
}

async function serve(context: Context, options: ServeOptions): Promise<void> {
  const { home, texts, output } = context
  const background = options.background === true
  const listen = options.listen === undefined ? defaultListen : parseListenAddress(context, options.listen)
  const minutes =
    options.exitWhenIdle ?? (background ? process.env['VIRIDIAN_IDLE_MINUTES'] || defaultIdleMinutes : undefined)
  const idleMinutes = minutes === undefined ? null : parsePositive(context, minutes, '--exit-when-idle')

  const [{ serveHost }, { followWork, IdleTimer }] = await Promise.all([import('../compose.ts'), import('../idle.ts')])
  let setIdle: () => void = () => undefined
  const idle = new Promise<void>((resolve) => (setIdle = resolve))
  let timer: IdleTimerType | null = null
  let clients = 0
  const asked = untilAskedToEnd()
  try {
    const { host, server } = await serveHost({
      home,
      listen,
      onClients: (count) => {
        clients = count
        timer?.setClients(count)
      },
      firstMachine: options.firstMachine === true,
    })
    if (idleMinutes !== null) {
      // Only now: a host with many machines takes its time to open.
      timer = new IdleTimer(idleMinutes * 60_000, setIdle)
      timer.setClients(clients)
      void followWork(host, timer)
    }
    await announce(context, host, server, options)
    await Promise.race([asked.then(() => output.note(texts.closing)), idle, host.closed])
    try {
      await host.close()
    } finally {
      await server.close()
    }
  } finally {
    timer?.stop()
  }
}

async function announce(
  { texts, output, locale }: Context,
  host: Host,
  server: RunningServer,
  { background = false, open = false }: Pick<ServeOptions, 'background' | 'open'>,
): Promise<void> {
  const url = `${server.url}/?token=${host.access.createToken()}`
  // A log is kept longer than a token should be: in the background only the address is told.
  const text = texts.listening(background ? server.url : url)
  output.result({ address: server.url, token: host.access.secret, url, pid: process.pid }, text)
  const { home, restriction } = host.info
  if (restriction !== null) output.note(describeError(hostReadOnly(home, restriction), locale))
  if (!background) output.note(`${texts.openHint}\n${texts.stopHint}`)
  // A token of its own: the one that was told still serves another browser.
  if (open) await openConsole(home, `${server.url}/?token=${host.access.createToken()}`)
}

export function addServeCommand(program: Command, line: CommandLine): void {
  const { descriptions, optionTexts } = line.texts.help
  program
    .command('serve')
    .description(descriptions.serve)
    .option('--listen <ADDR:PORT>', optionTexts.listen)
    .option('--exit-when-idle <MINUTES>', optionTexts.exitWhenIdle)
    .option('--open', optionTexts.openConsole)
    .option('--first-machine', optionTexts.firstMachine)
    .addOption(new Option('--background').hideHelp())
    .addHelpText('after', examples(line.texts, 'serve', 'serve --listen 127.0.0.1:8006', 'serve --json'))
    .action(async (options: ServeOptions, command: Command) => {
      const context = line.context(command)
      requireNoHost(context)
      try {
        await serve(context, options)
      } catch (error) {
        const expected = error instanceof ServerError && error.code === 'HOST_ALREADY_RUNNING'
        if (expected && options.background === true) process.exit(alreadyRunningExitCode)
        throw error
      }
    })
}
