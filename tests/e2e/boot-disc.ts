import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bootDisc, showColours } from '../fixtures/boot-disc.ts'
import type { CommandLine } from './command-line.ts'

/** Makes a machine whose guest is there in a second: a disc that shows colours and does nothing else. */
export async function createQuickMachine(commandLine: CommandLine, name: string, ...more: string[]): Promise<void> {
  await createMachineOf(showColours, commandLine, name, ...more)
}

/** Makes a machine whose guest is this one program. */
export async function createMachineOf(
  code: readonly number[],
  commandLine: CommandLine,
  name: string,
  ...more: string[]
): Promise<void> {
  const disc = path.join(commandLine.home, `${name}.iso`)
  await writeFile(disc, bootDisc(code))
  await commandLine.expect('vm', 'create', name, '--iso', disc, '--memory', '32', ...more)
}
