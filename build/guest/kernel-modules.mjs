// @ts-check
import { sections } from './elf.mjs'

/** @typedef {import('./cpio.mjs').Tree} Tree */

const SIGNATURE_MAGIC = Buffer.from('~Module signature appended~\n')
/** Of `struct module_signature`, include/linux/module_signature.h, before the magic. */
const SIGNATURE_INFO = 12

/** Module names have hyphens in file names and underscores elsewhere. @param {string} name */
const canonical = (name) => name.replaceAll('-', '_')

/** @param {string} path */
const moduleName = (path) => canonical(path.slice(path.lastIndexOf('/') + 1).replace(/\.ko$/, ''))

/**
 * Cuts off a module's signature (kernel documentation, admin-guide/module-signing.rst). It is worth nothing where the
 * certificates are not loaded, and checking costs time.
 * @param {Buffer} file
 */
export function withoutSignature(file) {
  const end = file.length - SIGNATURE_MAGIC.length
  if (end < SIGNATURE_INFO || !file.subarray(end).equals(SIGNATURE_MAGIC)) return file
  const signature = file.readUInt32BE(end - 4)
  return file.subarray(0, end - SIGNATURE_INFO - signature)
}

/**
 * What a module says of itself, section .modinfo.
 * @param {Buffer} file
 * @returns {{ depends: string[], aliases: string[] }}
 */
export function moduleInfo(file) {
  const info =
    sections(file)
      .find(({ name }) => name === '.modinfo')
      ?.data.toString('latin1') ?? ''
  /** @param {string} key */
  const values = (key) =>
    info.split('\0').flatMap((entry) => (entry.startsWith(`${key}=`) ? [entry.slice(key.length + 1)] : []))
  const depends = values('depends').flatMap((list) => list.split(',').filter(Boolean))
  return { depends: depends.map(canonical), aliases: values('alias') }
}

/**
 * Picks modules, with all that they depend on, and writes the indexes that modprobe reads (modules.dep(5), depmod.d(5)).
 * @param {Map<string, Buffer>} available path below `kernel/` -> file, of all the kernel's modules
 * @param {string[]} wanted names
 * @returns {Map<string, Buffer>} what goes below /lib/modules/VERSION
 */
export function selectModules(available, wanted) {
  const paths = new Map([...available.keys()].map((path) => [moduleName(path), path]))
  /** @type {Map<string, { path: string, file: Buffer, depends: string[], aliases: string[] }>} */
  const chosen = new Map()
  /** @param {string} name */
  const choose = (name) => {
    if (chosen.has(name)) return
    const path = paths.get(name)
    const whole = path === undefined ? undefined : available.get(path)
    if (path === undefined || whole === undefined) throw new Error(`The kernel has no module ${name}.`)
    const file = withoutSignature(whole)
    const info = moduleInfo(file)
    chosen.set(name, { path, file, ...info })
    info.depends.forEach(choose)
  }
  wanted.map(canonical).forEach(choose)

  /** Those to load first come last, as in depmod's own. @param {string} name @returns {string[]} */
  const closure = (name) => {
    const direct = chosen.get(name)?.depends ?? []
    const all = direct.flatMap((each) => [each, ...closure(each)])
    return all.filter((each, index) => all.lastIndexOf(each) === index)
  }
  const sorted = [...chosen].sort(([a], [b]) => (a < b ? -1 : 1))
  const dependencies = sorted.map(([name, { path }]) =>
    `${path}: ${closure(name)
      .map((each) => chosen.get(each)?.path)
      .join(' ')}`.trim(),
  )
  const aliases = sorted.flatMap(([name, each]) => each.aliases.map((alias) => `alias ${alias} ${name}`))
  return new Map([
    ...sorted.map(([, { path, file }]) => /** @type {[string, Buffer]} */ ([path, file])),
    ['modules.dep', Buffer.from(`${dependencies.join('\n')}\n`)],
    ['modules.alias', Buffer.from(`${aliases.join('\n')}\n`)],
  ])
}
