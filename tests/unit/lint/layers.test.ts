import path from 'node:path'
import { ESLint } from 'eslint'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { importProblem, layers } from '#build/lint/layers.mjs'

const root = path.resolve(import.meta.dirname, '../../..')

/** Each line an import that must not compile its way into the product. */
const wrong: [file: string, specifier: string][] = [
  ['electron/host/x.ts', 'electron'],
  ['electron/server/x.ts', 'electron'],
  ['electron/cli/x.ts', 'electron/main'],
  ['electron/disks/x.ts', '#electron/host/host.ts'],
  ['electron/engines/x.ts', '#electron/host/host.ts'],
  ['electron/preload/x.ts', '#electron/main/main.ts'],
  ['electron/networks/x.ts', 'node:fs'],
  ['renderer/x.ts', 'node:fs'],
  ['renderer/x.ts', 'path'],
  ['renderer/x.ts', 'electron'],
  ['renderer/x.ts', '#electron/host/host.ts'],
  ['renderer/stores/x.ts', '../../electron/host/host.ts'],
  ['shared/x.ts', 'node:path'],
  ['shared/x.ts', 'vue'],
  ['shared/x.ts', '#renderer/main.ts'],
  ['shared/x.ts', '../electron/host/host.ts'],
]

const right: [file: string, specifier: string][] = [
  ['electron/host/x.ts', '#shared/contract.ts'],
  ['electron/host/x.ts', 'node:fs/promises'],
  ['electron/main/x.ts', 'electron'],
  ['electron/engines/embedded/x.ts', '../engine.ts'],
  ['renderer/stores/x.ts', '#shared/contract.ts'],
  ['renderer/stores/x.ts', 'pinia'],
  ['shared/x.ts', 'zod'],
  ['tests/unit/x.ts', 'electron'],
]

describe('layer rules', () => {
  it.each(wrong)('%s may not import %s', (file, specifier) => {
    expect(importProblem(file, specifier)).toMatch(/may not import/)
  })

  it.each(right)('%s may import %s', (file, specifier) => {
    expect(importProblem(file, specifier)).toBeNull()
  })

  it('names only folders the design names', () => {
    for (const [folder, rule] of Object.entries(layers)) {
      for (const target of rule.folders ?? []) expect(Object.keys(layers), `${folder} -> ${target}`).toContain(target)
    }
  })
})

/** The same through the tools themselves: ESLint and the compiler, given a wrong text in the place of an existing file. */
describe('a file with a wrong import', () => {
  const eslint = new ESLint({ cwd: root })

  it.each([
    ['electron/host/host.ts', "import { app } from 'electron'\nexport const name = app.name\n"],
    ['renderer/transport/transport.ts', "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n"],
    ['shared/format.ts', "import type { Host } from '#electron/host/host.ts'\nexport type Wrong = Host\n"],
  ])('is an error of lint in %s', { timeout: 60_000 }, async (file, text) => {
    const [result] = await eslint.lintText(text, { filePath: path.join(root, file) })
    expect(result?.messages.filter((message) => message.severity === 2).map((message) => message.ruleId)).toContain(
      'viridian/layers',
    )
  })

  it.each([
    ['shared/format.ts', 'export const title = document.title\n', /'document'/],
    ['shared/format.ts', 'export const pid = process.pid\n', /'process'/],
    ['renderer/transport/transport.ts', 'export const pid = process.pid\n', /'process'/],
    ['electron/host/host.ts', 'export const title = document.title\n', /'document'/],
  ])('does not compile in %s: %s', { timeout: 60_000 }, (file, text, expected) => {
    const runtime = path.join(root, file.split('/')[0] ?? '', 'tsconfig.json')
    const config = ts.getParsedCommandLineOfConfigFile(
      runtime,
      {},
      {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: (diagnostic) =>
          expect.fail(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')),
      },
    )
    const name = path.join(root, file)
    const options = config?.options ?? {}
    const host = ts.createCompilerHost(options)
    const read = host.getSourceFile.bind(host)
    host.getSourceFile = (fileName, languageVersion, ...rest) =>
      path.resolve(fileName) === name
        ? ts.createSourceFile(fileName, text, languageVersion)
        : read(fileName, languageVersion, ...rest)
    const program = ts.createProgram([name], options, host)
    const messages = program
      .getSemanticDiagnostics(program.getSourceFile(name))
      .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'))
    expect(messages.join('\n')).toMatch(expected)
  })
})
