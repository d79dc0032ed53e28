import type { Command } from 'commander'
import { eventCategories, eventLevels, matches, type EventQuery, type HostEvent } from '#shared/event.ts'
import { categoryName, describeEvent, levelName } from '#shared/messages/index.ts'
import { joinParts } from '#shared/watch-parts.ts'
import type { HostClient } from '#electron/server/client.ts'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { recordTextsFor } from '../messages/index.ts'
import type { RecordTexts } from '../messages/record-texts.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { formatTable } from '../table.ts'

interface EventsOptions {
  readonly follow?: boolean
  readonly machine?: string
  readonly category?: string
  readonly level?: string
  readonly limit?: string
}

/** In any case of letters. Throws USAGE. */
function choice<Choice extends string>(
  texts: RecordTexts,
  text: string | undefined,
  flags: string,
  choices: readonly Choice[],
): Choice | undefined {
  if (text === undefined) return undefined
  const found = choices.find((candidate) => candidate.toLowerCase() === text.trim().toLowerCase())
  if (found === undefined) throw new CliError('USAGE', { detail: texts.invalidChoice(text, flags, choices) })
  return found
}

/** Throws USAGE. */
function count(texts: RecordTexts, text: string): number {
  const value = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0
  if (value < 1 || value > 1000) throw new CliError('USAGE', { detail: texts.invalidCount(text, '--limit') })
  return value
}

function cells(event: HostEvent, { locale }: Context): string[] {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' })
  return [
    levelName(event.level, locale),
    time.format(new Date(event.time)),
    categoryName(event.category, locale),
    String(event.eventId),
    event.user,
    describeEvent(event, locale),
  ]
}

function eventTable(events: readonly HostEvent[], context: Context, { eventColumns }: RecordTexts): string {
  const { level, time, category, eventId, user, text } = eventColumns
  return formatTable(
    [level, time, category, eventId, user, text].map((title) => ({ title })),
    events.map((event) => cells(event, context)),
  )
}

/** Tells each event that comes after `last` until the host closes. */
async function follow(context: Context, client: HostClient, query: EventQuery, last: number): Promise<void> {
  for await (const message of joinParts(await client.host.watch())) {
    const events =
      message.type === 'snapshot'
        ? message.snapshot.events
        : message.change.type === 'event'
          ? [message.change.event]
          : []
    for (const event of events) {
      if (event.id <= last || !matches(event, query)) continue
      last = event.id
      context.output.result(event, cells(event, context).join('  '))
    }
  }
}

export function addEventsCommand(program: Command, line: CommandLine): void {
  const texts = recordTextsFor(line.locale)
  const { options, descriptions } = texts
  program
    .command('events')
    .description(descriptions.events)
    .option('--follow', options.follow)
    .option('--machine <NAME>', options.machine)
    .option('--category <CATEGORY>', options.category)
    .option('--level <LEVEL>', options.level)
    .option('--limit <NUMBER>', options.limit)
    .addHelpText('after', examples(line.texts, 'events --level critical', 'events --machine lab --follow --json'))
    .action(async (given: EventsOptions, command: Command) => {
      const context = line.context(command)
      const category = choice(texts, given.category, '--category', eventCategories)
      const level = choice(texts, given.level, '--level', eventLevels)
      const limit = count(texts, given.limit ?? '50')
      await withHost(context, async ({ client }) => {
        const machineId =
          given.machine === undefined ? undefined : findMachine(await readSnapshot(client), given.machine).id
        const query: EventQuery = {
          limit,
          ...(machineId === undefined ? {} : { machineId }),
          ...(category === undefined ? {} : { category }),
          ...(level === undefined ? {} : { level }),
        }
        const events = (await client.events.list(query)).reverse()
        const { output } = context
        if (given.follow === true && output.json) for (const event of events) output.result(event, '')
        else output.result(events, events.length === 0 ? '' : eventTable(events, context, texts))
        if (given.follow === true) await follow(context, client, query, events.at(-1)?.id ?? 0)
        else if (events.length === 0) output.note(texts.noEvents)
      })
    })
}
