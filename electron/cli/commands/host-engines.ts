import type { Command } from 'commander'
import { abilities, amounts, memoryLimits, type EngineFacts } from '#shared/engine.ts'
import type { HostInfo } from '#shared/host.ts'
import { engineTexts, type Locale } from '#shared/messages/index.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { readSnapshot, withHost } from '../session.ts'
import { formatDetails } from '../table.ts'

const words: Readonly<
  Record<Locale, { description: string; engine: string; yes: string; no: string; each: (locations: number) => string }>
> = {
  en: {
    description: 'list the engines that virtual machines run with, and what each can',
    ...{ engine: 'Engine', yes: 'yes', no: 'no' },
    each: (locations) => `, ${locations} drives on each`,
  },
  de: {
    description: 'die Engines auflisten, mit denen virtuelle Computer laufen, und was jede kann',
    ...{ engine: 'Engine', yes: 'ja', no: 'nein' },
    each: (locations) => ` mit je ${locations} Laufwerken`,
  },
}

function rowsOf(host: HostInfo, { id, name, capabilities }: EngineFacts, locale: Locale): [string, string][] {
  const texts = engineTexts(locale)
  const { engine, yes, no, each } = words[locale]
  return [
    [engine, `${name} (${id})`],
    ...amounts.map((what): [string, string] => {
      const amount = capabilities[what]
      const { minimum, maximum } = what === 'memory' ? memoryLimits(host, { engine: id }) : amount
      const range = minimum === maximum ? `${maximum}` : `${minimum}–${maximum}`
      const places = 'locations' in amount && maximum > 0 ? each(amount.locations) : ''
      // A computer with less memory is the reason itself.
      const why = maximum === amount.maximum ? ` (${texts.reasons[amount.reason]})` : ''
      return [texts.amounts[what], range + places + why]
    }),
    ...abilities.map((ability): [string, string] => {
      const reason = capabilities.abilities[ability]
      return [texts.abilities[ability], reason === null ? yes : `${no} (${texts.reasons[reason]})`]
    }),
  ]
}

/** `viridian host engines` */
export function addHostEnginesCommand(host: Command, line: CommandLine): void {
  host
    .command('engines')
    .description(words[line.locale].description)
    .addHelpText('after', examples(line.texts, 'host engines', 'host engines --json'))
    .action(async (_options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const { host: info } = await readSnapshot(client)
        const tables = info.engines.map((engine) => formatDetails(rowsOf(info, engine, context.locale)))
        context.output.result(info.engines, tables.join('\n\n'))
      })
    })
}
