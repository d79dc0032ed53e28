import type { Command } from 'commander'
import { ViridianError } from '#shared/errors.ts'
import { formatMegabytes } from '#shared/format.ts'
import { describeError } from '#shared/messages/index.ts'
import type { OwnTemplate } from '#shared/own-template.ts'
import { confirm } from '../confirm.ts'
import { followJob } from '../host-job.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { formatDetails, formatTable } from '../table.ts'
import { descriptionOf, findTemplate, startText, templateDocuments } from '../templates.ts'
import { parseName, snapshotOption } from '../values.ts'

interface CreateOptions {
  readonly from: string
  readonly snapshot?: string
  readonly description?: string
}

/** `viridian template …` */
export function addTemplateCommands(program: Command, line: CommandLine): void {
  const { texts, locale } = line
  const { templates: words, help, details } = texts
  const group = program.command('template').description(words.group)

  const problemText = ({ name, problem }: OwnTemplate) =>
    problem === null ? '' : describeError(new ViridianError('TEMPLATE_UNUSABLE', { name, ...problem }), locale)

  group
    .command('create')
    .description(words.commands.create)
    .argument('<NAME>', words.nameArgument)
    .requiredOption('--from <VM>', words.options.from)
    .option('--snapshot <SNAPSHOT>', words.options.snapshot)
    .option('--description <TEXT>', words.options.description)
    .addHelpText('after', examples(texts, 'template create base --from lab --description "For the course"'))
    .action(async (name: string, { from, snapshot, description }: CreateOptions, command: Command) => {
      const context = line.context(command)
      const chosen = parseName(context, name)
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), from)
        const said = description === undefined ? {} : { description }
        const wanted = { id: machine.id, name: chosen, ...said, ...snapshotOption(machine, snapshot) }
        const { jobId } = await client.templates.create(wanted)
        const id = String(await followJob(context, client, jobId, machine.folder))
        const made = findTemplate(await readSnapshot(client), id)
        context.output.result(made, words.made(chosen, machine.name))
      })
    })
  group
    .command('list')
    .description(words.commands.list)
    .addHelpText('after', examples(texts, 'template list', 'template list --json'))
    .action(async (_options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const all = templateDocuments(await readSnapshot(client))
        const { name, start, memory, description } = words.columns
        const table = formatTable(
          [{ title: name }, { title: start }, { title: memory, align: 'right' }, { title: description }],
          all.map((template) => {
            const problem = template.kind === 'own' ? template.problem : null
            return problem === null
              ? [
                  template.name,
                  startText(template, words),
                  formatMegabytes(template.memory),
                  descriptionOf(template, locale),
                ]
              : [template.name, texts.problems[problem.code], '', '']
          }),
        )
        context.output.result(all, table)
      })
    })
  group
    .command('show')
    .description(words.commands.show)
    .argument('<NAME>', words.nameArgument)
    .addHelpText('after', examples(texts, 'template show base'))
    .action(async (name: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const template = findTemplate(await readSnapshot(client), name)
        const isUsable = template.kind === 'readyMade' || template.problem === null
        const rows: [string, string][] = [
          [details.name, template.name],
          [words.details.description, descriptionOf(template, locale)],
          [words.details.start, isUsable ? startText(template, words) : ''],
          [details.memory, isUsable ? formatMegabytes(template.memory) : ''],
          ...(template.kind === 'readyMade'
            ? []
            : ([
                [details.created, template.createdAt],
                [details.folder, template.folder],
                [details.id, template.id],
                [details.problem, problemText(template)],
              ] satisfies [string, string][])),
        ]
        context.output.result(template, formatDetails(rows.filter(([, value]) => value !== '')))
      })
    })
  group
    .command('delete')
    .description(words.commands.delete)
    .argument('<NAME>', words.nameArgument)
    .option('-y, --yes', help.optionTexts.yes)
    .addHelpText('after', examples(texts, 'template delete base --yes'))
    .action(async (wanted: string, options: { yes?: true }, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const template = findTemplate(await readSnapshot(client), wanted)
        // Those that come with Viridian are not the user's to delete.
        if (template.kind === 'readyMade') throw new ViridianError('TEMPLATE_NOT_FOUND', { name: wanted })
        const { id, name } = template
        if (options.yes !== true) await confirm(context, words.confirmDelete(name))
        await client.templates.delete({ id })
        context.output.result({ id, name }, words.deleted(name))
      })
    })
}
