import type { Command } from 'commander'
import { ViridianError } from '#shared/errors.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { hostListTextsFor } from '../messages/host-list.ts'
import { withHost } from '../session.ts'
import { formatTable } from '../table.ts'
import { findByName } from './host-list.ts'

/** `viridian host keys list|revoke` */
export function addHostKeysCommands(host: Command, line: CommandLine): void {
  const texts = hostListTextsFor(line.locale)
  const time = new Intl.DateTimeFormat(line.locale, { dateStyle: 'short', timeStyle: 'short' })
  const keys = host.command('keys').description(texts.keys)
  keys
    .command('list')
    .description(texts.keysList)
    .addHelpText('after', examples(line.texts, 'host keys list', 'host keys list --json'))
    .action(async (_options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const found = await client.accessKeys.list()
        const { id, name, created, lastUsed } = texts.keyColumns
        const table = formatTable(
          [id, name, created, lastUsed].map((title) => ({ title })),
          found.map((key) => [
            ...[key.id, key.name, time.format(new Date(key.createdAt))],
            key.lastUsedAt === null ? texts.neverUsed : time.format(new Date(key.lastUsedAt)),
          ]),
        )
        context.output.result(found, found.length === 0 ? '' : table)
        if (found.length === 0) context.output.note(texts.noKeys)
      })
    })
  keys
    .command('revoke')
    .description(texts.keysRevoke)
    .argument('<NAME>', texts.keyArgument)
    .addHelpText('after', examples(line.texts, 'host keys revoke laptop'))
    .action(async (name: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const found = findByName(await client.accessKeys.list(), name)
        if (found === undefined) throw new ViridianError('ACCESS_KEY_NOT_FOUND', { name })
        await client.accessKeys.revoke({ id: found.id })
        context.output.result(found, texts.revoked(found.name))
      })
    })
}
