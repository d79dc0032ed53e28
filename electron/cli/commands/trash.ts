import type { Command } from 'commander'
import { ViridianError } from '#shared/errors.ts'
import type { TrashEntry } from '#shared/trash.ts'
import { nameKey } from '#electron/host/folder-name.ts'
import { confirm } from '../confirm.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { readSnapshot, withHost } from '../session.ts'
import { formatTable } from '../table.ts'

/** By name, the one deleted last, or by id. Throws TRASH_NOT_FOUND. */
function findDeleted(trash: readonly TrashEntry[], name: string): TrashEntry {
  const key = nameKey(name.trim())
  const found = trash.findLast((entry) => entry.id === name || nameKey(entry.name) === key)
  if (found === undefined) throw new ViridianError('TRASH_NOT_FOUND', { name })
  return found
}

/** `viridian trash …`, in the order of its help. */
export function addTrashCommands(program: Command, line: CommandLine): void {
  const { texts, locale } = line
  const { trash: words } = texts
  const group = program.command('trash').description(words.group)
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const shown = (moment: string) => time.format(new Date(moment))

  group
    .command('list')
    .description(words.descriptions.list)
    .addHelpText('after', examples(texts, 'trash list', 'trash list --json'))
    .action(async (_options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const { trash } = await readSnapshot(client)
        const { name, deleted, expires, folder } = words.columns
        const table = formatTable(
          [name, deleted, expires, folder].map((title) => ({ title })),
          trash.map((entry) => [entry.name, shown(entry.deletedAt), shown(entry.expiresAt), entry.folder]),
        )
        context.output.result(trash, trash.length === 0 ? words.isEmpty : table)
      })
    })
  group
    .command('restore')
    .description(words.descriptions.restore)
    .argument('<NAME>', words.nameArgument)
    .addHelpText('after', examples(texts, 'trash restore lab'))
    .action(async (name: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const { id } = findDeleted((await readSnapshot(client)).trash, name)
        const machine = await client.trash.restore({ id })
        context.output.result(machine, words.restored(machine.name))
      })
    })
  group
    .command('empty')
    .description(words.descriptions.empty)
    .option('-y, --yes', texts.help.optionTexts.yes)
    .addHelpText('after', examples(texts, 'trash empty --yes'))
    .action(async (options: { yes?: true }, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const count = (await readSnapshot(client)).trash.length
        if (count > 0 && options.yes !== true) await confirm(context, words.confirmEmpty(count))
        await client.trash.empty()
        context.output.result({ removed: count }, words.emptied(count))
      })
    })
}
