import type { Command } from 'commander'
import type { ConfigureHost, HostSettings } from '#shared/host-settings.ts'
import { usageError } from '../context.ts'
import { CliError } from '../errors.ts'
import { hostSettingsTextsFor, type HostSettingsTexts } from '../messages/host-settings.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { readSnapshot, withHost } from '../session.ts'
import { absolutePath, requireAtLeastOne } from '../values.ts'

interface SetOptions {
  readonly machinesFolder?: string
  readonly disksFolder?: string
  readonly addSearchPath?: string[]
  readonly removeSearchPath?: string[]
}

const collect = (text: string, before: readonly string[] = []) => [...before, text]

/** Throws USAGE for a search path that is none. */
function changesOf(options: SetOptions, now: HostSettings, texts: HostSettingsTexts): ConfigureHost {
  const { machinesFolder, disksFolder, addSearchPath = [], removeSearchPath = [] } = options
  const removed = removeSearchPath.map(absolutePath)
  const unknown = removed.find((folder) => !now.searchPaths.includes(folder))
  if (unknown !== undefined) throw new CliError('USAGE', { detail: texts.notASearchPath(unknown) })
  const isChanged = addSearchPath.length + removed.length > 0
  const kept = now.searchPaths.filter((folder) => !removed.includes(folder))
  return {
    ...(machinesFolder === undefined ? {} : { machinesFolder: absolutePath(machinesFolder) }),
    ...(disksFolder === undefined ? {} : { disksFolder: absolutePath(disksFolder) }),
    ...(isChanged ? { searchPaths: [...kept, ...addSearchPath.map(absolutePath)] } : {}),
  }
}

/** `viridian host set` */
export function addHostSetCommand(host: Command, line: CommandLine): void {
  const texts = hostSettingsTextsFor(line.locale)
  host
    .command('set')
    .description(texts.description)
    .option('--machines-folder <FOLDER>', texts.options.machinesFolder)
    .option('--disks-folder <FOLDER>', texts.options.disksFolder)
    .option('--add-search-path <FOLDER>', texts.options.addSearchPath, collect)
    .option('--remove-search-path <FOLDER>', texts.options.removeSearchPath, collect)
    .addHelpText(
      'after',
      examples(line.texts, 'host set --machines-folder /srv/machines', 'host set --add-search-path ~/discs'),
    )
    .action(async (options: SetOptions, command: Command) => {
      const context = line.context(command)
      const { machinesFolder, disksFolder, addSearchPath, removeSearchPath } = options
      const folders = {
        '--machines-folder': machinesFolder,
        '--disks-folder': disksFolder,
        '--add-search-path': addSearchPath,
        '--remove-search-path': removeSearchPath,
      }
      requireAtLeastOne(context, folders)
      // What a script's unset variable leaves; the folder it runs in is not meant.
      for (const [flags, given] of Object.entries(folders)) {
        if ([given].flat().includes('')) throw usageError(context, (usage) => usage.missingOptionValue(flags))
      }
      await withHost(context, async ({ client }) => {
        const { settings } = await readSnapshot(client)
        await client.host.configure(changesOf(options, settings, texts))
        const { settings: now } = await readSnapshot(client)
        context.output.result(now, texts.configured)
      })
    })
}
