// @ts-check
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { isElf32, neededLibraries } from './elf.mjs'
import { selectModules } from './kernel-modules.mjs'
import { kernelModules, programs } from './recipe.mjs'

/** @typedef {import('./cpio.mjs').Tree} Tree */

const INTERPRETER = 'ld-linux.so.2'

/** What a running system expects to find, beyond programs and configuration. @returns {Tree} */
function skeleton() {
  /** @type {[string, number][]} */
  const folders = [
    ['dev', 0o755],
    ['lib', 0o755],
    ['media/cdrom', 0o755],
    ['mnt', 0o755],
    ['proc', 0o555],
    ['root', 0o700],
    ['run', 0o755],
    ['sys', 0o555],
    ['tmp', 0o1777],
    ['var/log', 0o755],
  ]
  /** @type {Tree} */
  const tree = new Map(folders.map(([name, mode]) => [name, { type: 'directory', mode }]))
  /** @type {[string, import('./cpio.mjs').TreeNode][]} */
  const others = [
    // The kernel starts init on this console, before there is another /dev.
    ['dev/console', { type: 'device', mode: 0o600, major: 5, minor: 1 }],
    ['dev/null', { type: 'device', mode: 0o666, major: 1, minor: 3 }],
    ['init', { type: 'symlink', target: 'bin/busybox' }],
    ['sbin', { type: 'symlink', target: 'bin' }],
    ['usr/bin', { type: 'symlink', target: '../bin' }],
    ['usr/lib', { type: 'symlink', target: '../lib' }],
    ['usr/sbin', { type: 'symlink', target: '../bin' }],
    ['var/run', { type: 'symlink', target: '../run' }],
    ['var/tmp', { type: 'symlink', target: '../tmp' }],
  ]
  for (const [name, node] of others) tree.set(name, node)
  return tree
}

/**
 * The commands of a BusyBox program, from its table of names: zero-terminated, sorted, and starting with "[" and "[[".
 * @param {Buffer} program
 */
export function busyboxCommands(program) {
  const start = program.indexOf('\0[\0[[\0', 0, 'latin1')
  const end = program.indexOf('\0\0', start + 1, 'latin1')
  const names = start === -1 || end === -1 ? [] : program.toString('latin1', start + 1, end).split('\0')
  if (!names.includes('init') || !names.includes('sh')) throw new Error('BusyBox has no table of commands.')
  return names
}

/**
 * Our own files of the guest. Scripts are executable, whatever the file system here keeps of that.
 * @param {string} folder
 * @param {Record<string, string>} values for `@NAME@` in texts
 * @returns {Promise<Map<string, { mode: number, data: Buffer }>>} path relative to the folder -> file
 */
export async function readOwnFiles(folder, values) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = path.join(entry.parentPath, entry.name)
        const text = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n')
        const filled = text.replace(/@([A-Z_]+)@/g, (_, name) => {
          const value = values[name]
          if (value === undefined) throw new Error(`${file} asks for @${name}@, which is not known.`)
          return value
        })
        const name = path.relative(folder, file).split(path.sep).join('/')
        return { name, mode: filled.startsWith('#!') ? 0o755 : 0o644, data: Buffer.from(filled) }
      }),
  )
  return new Map(files.map(({ name, ...file }) => [name, file]))
}

/**
 * The guest's file tree.
 * @param {import('./guest-files.mjs').PackageFiles} packages
 * @param {{ version: string, modules: Map<string, Buffer> }} kernel
 * @param {Map<string, { mode: number, data: Buffer }>} ownFiles
 * @returns {Tree}
 */
export function composeTree(packages, kernel, ownFiles) {
  const tree = skeleton()
  /** @type {string[]} */
  const libraries = [INTERPRETER]
  for (const program of programs) {
    const node = packages.take(program)
    const place = program.replace(/^(?:usr\/)?s?bin\//, 'bin/')
    if (node.type === 'symlink') {
      tree.set(place, { type: 'symlink', target: node.target })
      continue
    }
    tree.set(place, { type: 'file', mode: node.mode, data: node.data })
    if (isElf32(node.data)) libraries.push(...neededLibraries(node.data))
  }

  for (const library of libraries) {
    const place = `lib/${library}`
    if (tree.has(place)) continue
    const { data } = packages.takeLibrary(library)
    tree.set(place, { type: 'file', mode: 0o755, data })
    libraries.push(...neededLibraries(data))
  }

  const busybox = tree.get('bin/busybox')
  if (busybox?.type !== 'file') throw new Error('BusyBox is missing.')
  const commands = busyboxCommands(Buffer.from(busybox.data))
  for (const command of commands) {
    const place = `bin/${command}`
    if (!tree.has(place)) tree.set(place, { type: 'symlink', target: 'busybox' })
  }

  for (const [place, data] of selectModules(kernel.modules, kernelModules)) {
    tree.set(`lib/modules/${kernel.version}/${place}`, { type: 'file', mode: 0o644, data })
  }
  for (const [place, file] of ownFiles) tree.set(place, { type: 'file', ...file })
  return tree
}
