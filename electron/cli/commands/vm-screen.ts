import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { CliError } from '../errors.ts'
import { examples, type CommandLine } from '../command-line.ts'
import { findMachine, readSnapshot, withHost } from '../session.ts'
import { absolutePath, requireExactlyOne } from '../values.ts'

interface ScreenOptions {
  readonly text?: true
  readonly png?: string
}

/** Rows as they look: without the blanks at their ends, and without empty ones at the bottom. */
export function screenLines(rows: readonly string[]): string {
  return rows
    .map((row) => row.trimEnd())
    .join('\n')
    .trimEnd()
}

export function addScreenCommand(vm: Command, line: CommandLine): void {
  const { texts } = line
  vm.command('screen')
    .description(texts.help.descriptions.screen)
    .argument('<NAME>', texts.help.machineArgument)
    .option('--text', texts.help.optionTexts.text)
    .option('--png <FILE>', texts.help.optionTexts.png)
    .addHelpText('after', examples(texts, 'vm screen lab --text', 'vm screen lab --png lab.png'))
    .action(async (name: string, { text, png }: ScreenOptions, command: Command) => {
      const context = line.context(command)
      requireExactlyOne(context, { '--text': text, '--png': png })
      await withHost(context, async ({ client }) => {
        const machine = findMachine(await readSnapshot(client), name)
        if (png === undefined) {
          const { rows } = await client.machines.screenText({ id: machine.id })
          if (rows.length === 0) throw new CliError('NO_TEXT_SCREEN', { name: machine.name })
          context.output.result({ rows }, screenLines(rows))
          return
        }
        const path = absolutePath(png)
        const image = await client.machines.screenImage({ id: machine.id })
        try {
          await writeFile(path, Buffer.from(image.png, 'base64'))
        } catch (error) {
          const detail = error instanceof Error ? error.message : String(error)
          throw new CliError('FILE_NOT_WRITABLE', { path, detail }, { cause: error })
        }
        const { width, height } = image
        context.output.result({ file: path, width, height }, texts.wroteFile(path, width, height))
      })
    })
}
