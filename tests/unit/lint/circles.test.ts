import path from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { importsOf, wayBetween } from '#build/lint/circles.mjs'

const root = path.resolve(import.meta.dirname, '../../..')

describe('the files that a file imports', () => {
  it('are those of ours, however they are imported', () => {
    const text = [
      "import { a } from './a.ts'",
      "import type { B } from '../b.ts'",
      "import '#shared/c.ts'",
      "export * from './d.ts'",
      "import {\n  e,\n} from './e/e.ts'",
      "const f = await import('./f.ts')",
      "import path from 'node:path'",
    ].join('\n')
    expect(importsOf(text, 'electron/host/x.ts')).toEqual([
      ...['electron/host/a.ts', 'electron/b.ts', 'shared/c.ts'],
      ...['electron/host/d.ts', 'electron/host/e/e.ts', 'electron/host/f.ts'],
    ])
  })
})

describe('the way from one file to another', () => {
  const imports: Record<string, string[]> = { a: ['b', 'c'], b: ['c'], c: ['d'], d: ['b'] }
  const importsOfFile = (file: string) => imports[file] ?? []

  it('is the shortest, and ends though there are circles', () => {
    expect(wayBetween('a', 'd', importsOfFile)).toEqual(['a', 'c', 'd'])
    expect(wayBetween('b', 'a', importsOfFile)).toBeNull()
  })
})

/** ESLint, given a text in the place of an existing file that is imported by those it comes to import. */
describe('a file whose imports lead back to it', () => {
  it.each([
    ['shared/locale.ts', "import type { X } from './snapshot.ts'\nexport type Locale = X\n"],
    ['electron/host/turns.ts', "import { LocalHost } from './local-host.ts'\nexport const inTurns = LocalHost\n"],
    ['shared/locale.ts', "import type { X } from './locale.ts'\nexport type Locale = X\n"],
  ])('is an error of lint in %s', { timeout: 60_000 }, async (file, text) => {
    const [result] = await new ESLint({ cwd: root }).lintText(text, { filePath: path.join(root, file) })
    expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('viridian/circles')
  })

  it('is none where they do not', { timeout: 60_000 }, async () => {
    const text = "import type { X } from './errors.ts'\nexport type Locale = X\n"
    const [result] = await new ESLint({ cwd: root }).lintText(text, {
      filePath: path.join(root, 'shared/objections.ts'),
    })
    expect(result?.messages).toEqual([])
  })
})
