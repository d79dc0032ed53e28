import type { Command } from 'commander'
import { ViridianError } from '#shared/errors.ts'
import { formatUptime } from '#shared/format.ts'
import { hasEnded, type Job } from '#shared/job.ts'
import { asKnownError, jobName, jobStateName } from '#shared/messages/index.ts'
import type { HostClient } from '#electron/server/client.ts'
import type { Context } from '../context.ts'
import { recordTextsFor } from '../messages/index.ts'
import type { RecordTexts } from '../messages/record-texts.ts'
import { operationText } from '../operation-text.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { withHost } from '../session.ts'
import { formatTable } from '../table.ts'

/** Characters of an id in a list; an id that begins with them is found by them. */
const shownId = 8

/** By id, or by its beginning where only one has it. Throws JOB_NOT_FOUND. */
async function findJob(client: HostClient, id: string): Promise<Job> {
  const jobs = await client.jobs.list()
  const exact = jobs.find((job) => job.id === id)
  const [job, ...others] = jobs.filter((candidate) => id !== '' && candidate.id.startsWith(id.toLowerCase()))
  const found = exact ?? (others.length === 0 ? job : undefined)
  if (found === undefined) throw new ViridianError('JOB_NOT_FOUND', { id })
  return found
}

function jobTable(jobs: readonly Job[], context: Context, { jobColumns }: RecordTexts): string {
  const { locale } = context
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' })
  return formatTable(
    [
      { title: jobColumns.id },
      { title: jobColumns.job },
      { title: jobColumns.about },
      { title: jobColumns.state },
      { title: jobColumns.user },
      { title: jobColumns.started },
      { title: jobColumns.took, align: 'right' },
      { title: jobColumns.remaining, align: 'right' },
    ],
    jobs.map((job) => [
      job.id.slice(0, shownId),
      operationText(job, locale),
      job.machineName ?? job.path,
      jobStateName(job.state, locale),
      job.user,
      time.format(new Date(job.startedAt)),
      job.endedAt === null ? '' : formatUptime((Date.parse(job.endedAt) - Date.parse(job.startedAt)) / 1000),
      job.remaining === null ? '' : formatUptime(job.remaining),
    ]),
  )
}

/** Throws what the job failed with, and JOB_CANCELLED. */
function requireSuccess({ state, error, path }: Job): void {
  if (state === 'Cancelled') throw new ViridianError('JOB_CANCELLED', { path })
  if (state !== 'Failed') return
  const known = asKnownError(error)
  if (known === null) throw new ViridianError('INTERNAL', { detail: String(error?.code) })
  throw new ViridianError(known.code, known.facts)
}

export function addJobCommands(program: Command, line: CommandLine): void {
  const texts = recordTextsFor(line.locale)
  const job = program.command('job').description(texts.groups.job)
  job
    .command('list')
    .description(texts.descriptions.jobList)
    .option('--all', texts.options.all)
    .addHelpText('after', examples(line.texts, 'job list', 'job list --all --json'))
    .action(async ({ all = false }: { all?: boolean }, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const jobs = (await client.jobs.list()).filter((each) => all || !hasEnded(each))
        context.output.result(jobs, jobs.length === 0 ? '' : jobTable(jobs, context, texts))
        if (jobs.length === 0) context.output.note(all ? texts.noJobsAtAll : texts.noJobs)
      })
    })
  job
    .command('cancel')
    .description(texts.descriptions.jobCancel)
    .argument('<ID>', texts.jobArgument)
    .action(async (id: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const found = await findJob(client, id)
        await client.jobs.cancel({ id: found.id })
        context.output.result({ id: found.id }, texts.cancelling(found.id.slice(0, shownId)))
      })
    })
  job
    .command('wait')
    .description(texts.descriptions.jobWait)
    .argument('<ID>', texts.jobArgument)
    .action(async (id: string, _options: unknown, command: Command) => {
      const context = line.context(command)
      await withHost(context, async ({ client }) => {
        const ended = await client.jobs.wait({ id: (await findJob(client, id)).id })
        requireSuccess(ended)
        const files = ended.changes.map(({ change, path }) => `${texts.changes[change]}: ${path}`)
        const { locale } = context
        const said = texts.ended(jobName(ended.kind, locale), jobStateName(ended.state, locale))
        context.output.result(ended, [said, ...files].join('\n'))
      })
    })
}
