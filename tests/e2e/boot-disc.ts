import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bootDisc, showColours } from '../fixtures/boot-disc.ts'
import type { CommandLine } from './command-line.ts'

/** Makes a machine whose guest is there in a second: a disc that shows colours and does nothing else. */
export async function createQuickMachine(commandLine: CommandLine, name: string, ...more: string[]): Promise<void> {
  const disc = path.join(commandLine.home, 'colours.iso')
  await writeFile(disc, bootDisc(showColours))
  await commandLine.expect('vm', 'create', name, '--iso', disc, '--memory', '32', ...more)
}
