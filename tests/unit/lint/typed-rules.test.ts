import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, it } from 'vitest'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const configuration = path.join(root, '.oxlintrc.json')

type Rules = Record<string, unknown>

const isOff = (level: unknown) => [level].flat().includes(0)

it('TypeScript files are held to the typed rules of components, by another linter', async () => {
  const eslint = new ESLint({ cwd: root })
  const { rules } = (await eslint.calculateConfigForFile(path.join(root, 'renderer/App.vue'))) as { rules: Rules }
  const expected = Object.keys(tseslint.configs.disableTypeChecked.rules ?? {}).filter(
    (rule) => rule in rules && !isOff(rules[rule]),
  )
  const native = JSON.parse(await readFile(configuration, 'utf8')) as { rules: Rules }
  const names = Object.keys(native.rules).map((rule) => rule.replace(/^typescript\//, '@typescript-eslint/'))
  expect(names.sort()).toEqual(expected.sort())
})

/** A line for each of a few rules, wrong by its types alone. */
const wrong = {
  'no-floating-promises': 'export function forget(): void { Promise.resolve() }',
  'no-misused-promises': 'export const each = [1].forEach(async () => { await Promise.resolve() })',
  'no-unsafe-assignment': "export const parsed: string = JSON.parse('1')",
  'switch-exhaustiveness-check':
    "export function one(kind: 'a' | 'b'): number { switch (kind) { case 'a': return 1 } return 0 }",
  'restrict-template-expressions': 'export const text = (value: string[]) => `${value}`',
  'no-unnecessary-type-assertion': 'export const same = (value: string) => value as string',
}

it('each typed rule finds what is wrong by its types', { timeout: 60_000 }, async () => {
  const folder = await temporaryFolder()
  await writeFile(path.join(folder, 'wrong.ts'), `${Object.values(wrong).join('\n')}\n`)
  const compilerOptions = { strict: true, target: 'es2023', module: 'esnext', types: [] }
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const lint = path.join(root, 'node_modules/oxlint/bin/oxlint')
  const output = await new Promise<string>((resolve) =>
    execFile(process.execPath, [lint, '--config', configuration, '--format=json', folder], (_error, stdout) =>
      resolve(stdout),
    ),
  )
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string }[] }
  const found = diagnostics.map(({ code }) => /\((.*)\)/.exec(code)?.[1])
  expect(new Set(found)).toEqual(new Set(Object.keys(wrong)))
})
