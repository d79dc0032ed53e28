// @ts-check
import { existsSync } from 'node:fs'
import path from 'node:path'
import { run, runTool } from './run.mjs'

/** Programs the unit tests ask that are not ours, with the Debian package each comes in. */
const unitTools = [
  { command: 'isoinfo', package: 'genisoimage' },
  { command: 'cpio', package: 'cpio' },
  { command: 'qemu-img', package: 'qemu-utils' },
]

/** Those that only the other tests ask. */
const otherTools = [
  { command: 'gvnccapture', package: 'gvncviewer' },
  { command: 'vhdiinfo', package: 'libvhdi-utils' },
  { command: 'e2fsck', package: 'e2fsprogs' },
  { command: 'sfdisk', package: 'fdisk' },
  { command: 'mdir', package: 'mtools' },
  { command: 'fsck.fat', package: 'dosfstools' },
  { command: 'syslinux', package: 'syslinux' },
]

/** Guests the tests boot that are not ours, with the Debian package each comes in. */
const guests = [
  { file: '/usr/lib/grub-rescue/grub-rescue-cdrom.iso', package: 'grub-rescue-pc' },
  { file: '/usr/lib/ipxe/ipxe.iso', package: 'ipxe' },
  { file: '/usr/lib/memtest86+/memtest86+ia32.iso', package: 'memtest86+' },
  { file: '/usr/lib/syslinux/memdisk', package: 'syslinux-common' },
  { file: '/usr/lib/ISOLINUX/isolinux.bin', package: 'isolinux' },
  { file: '/usr/lib/debian-installer/images/12/i386/text', package: 'debian-installer-12-netboot-i386' },
]

/** @param {string} command @returns {string | undefined} where it is on the PATH */
function find(command) {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, command))
    .find((file) => existsSync(file))
}

/** Browsers the web specs run in, best first: the headless shell starts quickest and keeps window sizes. */
const browsers = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/** @returns {Promise<string | undefined>} an installed Chromium: named by VIRIDIAN_CHROMIUM, Playwright's own, or the system's */
async function findChromium() {
  const named = process.env['VIRIDIAN_CHROMIUM']
  if (named !== undefined && existsSync(named)) return named
  const { chromium } = await import('@playwright/test')
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  return browsers.map(find).find((file) => file !== undefined)
}

const canUseApt = process.platform === 'linux' && find('apt-get') !== undefined && process.getuid?.() === 0

/** @param {string[]} packages */
async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], { env })
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
}

/**
 * Installs packages by apt where this is a Debian machine and we are root. What is still missing is named: the tests that
 * ask it will fail.
 * @param {string[]} packages
 */
async function install(packages) {
  if (packages.length === 0) return
  console.log(`Installing for the tests: ${packages.join(', ')} …`)
  if (canUseApt) await aptInstall(packages)
  else console.log(`This needs an administrator: apt-get install ${packages.join(' ')}`)
}

/** @param {{ command: string, package: string }[]} tools @returns {string[]} packages */
function missing(tools) {
  return tools.filter((tool) => find(tool.command) === undefined).map((tool) => tool.package)
}

export function ensureUnitTools() {
  return install(missing(unitTools))
}

/**
 * Makes sure of all tools the tests need, and of the browser, which Playwright installs where apt cannot.
 * @returns {Promise<{ chromium: string | undefined }>}
 */
export async function ensureTestTools() {
  const packages = [
    ...missing([...unitTools, ...otherTools]),
    ...guests.filter((guest) => !existsSync(guest.file)).map((guest) => guest.package),
  ]
  if ((await findChromium()) === undefined) {
    if (canUseApt) packages.push('chromium-headless-shell')
    else await runTool('@playwright/test/cli.js', ['install', 'chromium'])
  }
  await install(packages)
  return { chromium: await findChromium() }
}
