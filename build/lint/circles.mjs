// @ts-check
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Where imports are not to lead in a circle. Those of types count too: files that need each other are one concept. */
const folders = ['shared', 'electron', 'renderer']

/** What stands in front of the name of a file: of an import or an export, whether of types, for its effects or dynamic. */
const specifiers = /(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g

/**
 * @param {string} file relative to the repository, with forward slashes
 * @param {string} specifier
 * @returns {string | null} the file of ours that is imported, or null
 */
function targetOf(file, specifier) {
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : null
}

/**
 * @param {string} text of a file
 * @param {string} file relative to the repository
 * @returns {string[]} the files of ours that it imports
 */
export function importsOf(text, file) {
  return [...text.matchAll(specifiers)].flatMap(([, specifier = '']) => targetOf(file, specifier) ?? [])
}

/**
 * @param {string} from
 * @param {string} to
 * @param {(file: string) => readonly string[]} importsOfFile
 * @returns {string[] | null} the shortest way of imports from one file to the other, both included; null where there is none
 */
export function wayBetween(from, to, importsOfFile) {
  /** @type {Map<string, string | null>} */
  const cameFrom = new Map([[from, null]])
  for (const file of cameFrom.keys()) {
    if (file === to) {
      const way = [file]
      for (let at = cameFrom.get(file) ?? null; at !== null; at = cameFrom.get(at) ?? null) way.unshift(at)
      return way
    }
    for (const next of importsOfFile(file)) if (!cameFrom.has(next)) cameFrom.set(next, file)
  }
  return null
}

/** Read once by a run of the linter. @type {Map<string, readonly string[]>} */
const known = new Map()

/** @param {string} root */
const importsIn = (root) => (/** @type {string} */ file) => {
  const found = known.get(file)
  if (found !== undefined) return found
  const name = path.join(root, file)
  const imports = existsSync(name) ? importsOf(readFileSync(name, 'utf8'), file) : []
  known.set(file, imports)
  return imports
}

/** @type {import('eslint').Rule.RuleModule} */
export const circlesRule = {
  meta: { type: 'problem', schema: [], messages: { circle: 'imports lead in a circle: {{way}}' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/')
    if (!folders.some((folder) => file.startsWith(`${folder}/`))) return {}
    /** @param {any} node */
    const check = ({ source }) => {
      const target = typeof source?.value === 'string' ? targetOf(file, source.value) : null
      if (target === null) return
      const way = wayBetween(target, file, importsIn(context.cwd))
      if (way !== null)
        context.report({ node: source, messageId: 'circle', data: { way: [file, ...way].join(' -> ') } })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}
