// @ts-check
import { selectModules } from './kernel-modules.mjs'
import { rootDiskModules } from './recipe.mjs'

/** @typedef {import('./cpio.mjs').Tree} Tree */

const BUSYBOX = 'bin/busybox'
// The kernel asks for drivers by /sbin/modprobe.
const PLACES = ['dev', 'mnt', 'proc', 'sbin', 'sys']

/**
 * The initial RAM disk of a system whose root file system is on a disk: BusyBox, and the drivers the way there takes.
 * @param {Tree} tree the root file system
 * @param {{ version: string, modules: Map<string, Buffer> }} kernel
 * @param {Map<string, { mode: number, data: Buffer }>} ownFiles
 * @returns {Tree}
 */
export function composeRootDiskTree(tree, kernel, ownFiles) {
  /** @type {Tree} */
  const initial = new Map()
  for (const [place, node] of tree) {
    const isCommand = place.startsWith('bin/') && node.type === 'symlink' && node.target === 'busybox'
    if (place === BUSYBOX || isCommand || PLACES.includes(place) || node.type === 'device') initial.set(place, node)
  }
  for (const [place, data] of selectModules(kernel.modules, rootDiskModules)) {
    initial.set(`lib/modules/${kernel.version}/${place}`, { type: 'file', mode: 0o644, data })
  }
  for (const [place, file] of ownFiles) initial.set(place, { type: 'file', ...file })
  return initial
}
