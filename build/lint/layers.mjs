// @ts-check
import { builtinModules } from 'node:module'
import path from 'node:path'

/**
 * Who may import whom: folder -> the folders of ours, the packages and whether Node's modules. The longest matching
 * folder decides; a file may always import from its own.
 * @type {Record<string, { folders?: string[], packages?: string[], node?: boolean }>}
 */
export const layers = {
  shared: { packages: ['zod', '@orpc/contract'] },
  'electron/disks': { folders: ['shared'], node: true },
  'electron/networks': { folders: ['shared'] },
  'electron/guest': { folders: ['shared'], packages: ['zod'], node: true },
  'electron/engines': {
    folders: ['shared', 'electron/disks', 'electron/networks', 'electron/guest'],
    packages: ['v86', 'zod', 'fast-png'],
    node: true,
  },
  'electron/host': {
    folders: ['shared', 'electron/disks', 'electron/networks', 'electron/guest', 'electron/engines'],
    packages: ['zod', '@orpc/server', 'env-paths', 'yauzl', 'yazl'],
    node: true,
  },
  'electron/server': {
    folders: ['shared', 'electron/host'],
    packages: ['hono', '@hono/node-server', 'ws', '@orpc/server', '@orpc/client', '@orpc/contract', 'zod'],
    node: true,
  },
  // The command line composes a headless host (`serve`) and works on disks itself; its other verbs are a client of a host.
  'electron/cli': {
    folders: ['shared', 'electron/disks', 'electron/server', 'electron/host', 'electron/engines'],
    packages: ['commander', 'ws', '@orpc/client', '@orpc/contract', 'zod'],
    node: true,
  },
  'electron/main': {
    folders: ['shared', 'electron/host', 'electron/server', 'electron/engines'],
    packages: ['electron', '@orpc/server', '@orpc/client', 'ws', 'zod'],
    node: true,
  },
  'electron/preload': { folders: ['shared'], packages: ['electron'] },
  renderer: {
    folders: ['shared'],
    packages: [
      'vue',
      'pinia',
      'vue-i18n',
      'reka-ui',
      '@tanstack/vue-virtual',
      'uplot',
      '@novnc/novnc',
      '@xterm/xterm',
      '@xterm/addon-fit',
      '@orpc/client',
      '@orpc/contract',
      'zod',
      'vite',
    ],
  },
}

const builtins = new Set(builtinModules)

/** @param {string} file @returns {string | undefined} the layer a path relative to the repository lies in */
export function layerOf(file) {
  return Object.keys(layers)
    .filter((folder) => file === folder || file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0]
}

/** @param {string} specifier */
function packageOf(specifier) {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier)
}

/**
 * @param {string} file importing file, relative to the repository, with forward slashes
 * @param {string} specifier what stands in the import
 * @returns {string | null} what is wrong with the import, or null
 */
export function importProblem(file, specifier) {
  const layer = layerOf(file)
  if (layer === undefined) return null
  const rule = layers[layer] ?? {}
  if (specifier.startsWith('.') || specifier.startsWith('#')) {
    const target = specifier.startsWith('#')
      ? specifier.slice(1)
      : path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
    const targetLayer = layerOf(target)
    if (targetLayer === layer) return null
    if (targetLayer !== undefined && (rule.folders ?? []).includes(targetLayer)) return null
    return `${layer} may not import from ${targetLayer ?? target}`
  }
  const name = packageOf(specifier.replace(/^node:/, ''))
  if (specifier.startsWith('node:') || builtins.has(name)) {
    return rule.node === true ? null : `${layer} may not import Node's ${name}`
  }
  return (rule.packages ?? []).includes(name) ? null : `${layer} may not import the package ${name}`
}

/** @type {import('eslint').Rule.RuleModule} */
export const layersRule = {
  meta: { type: 'problem', schema: [], messages: { wrong: '{{problem}} (see build/lint/layers.mjs)' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/')
    /** @param {any} node */
    const check = (node) => {
      const source = node.source
      if (!source || source.type !== 'Literal' || typeof source.value !== 'string') return
      const problem = importProblem(file, source.value)
      if (problem !== null) context.report({ node: source, messageId: 'wrong', data: { problem } })
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    }
  },
}
