// @ts-check
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { capture, CommandFailed, isInstalled } from './command.mjs'
import { formatSources, parseDeb822Sources, parseSourcesList, sourcesForRelease } from './sources.mjs'
import { GuestUnavailable } from './unavailable.mjs'

/**
 * @typedef {{ file: string, size: number }} Archive name and bytes of a package's file
 */

const SOURCES_FOLDER = '/etc/apt'
const ARCHIVE_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** @param {string} folder @param {(name: string) => boolean} wanted @returns {Promise<string[]>} texts of files */
async function readAll(folder, wanted) {
  const names = await readdir(folder).catch(() => [])
  return Promise.all(names.filter(wanted).map((name) => readFile(path.join(folder, name), 'utf8')))
}

/**
 * The system's own Debian mirrors, or the one that VIRIDIAN_DEBIAN_MIRROR names (for Ubuntu and other relatives).
 * @param {string} release
 */
async function systemSources(release) {
  const mirror = process.env['VIRIDIAN_DEBIAN_MIRROR']
  if (mirror) {
    return [
      { uris: [mirror], suites: [release, `${release}-updates`], components: ['main'], signedBy: ARCHIVE_KEYRING },
    ]
  }
  const parts = path.join(SOURCES_FOLDER, 'sources.list.d')
  const lists = [
    ...(await readAll(SOURCES_FOLDER, (name) => name === 'sources.list')),
    ...(await readAll(parts, (name) => name.endsWith('.list'))),
  ]
  const stanzas = await readAll(parts, (name) => name.endsWith('.sources'))
  return sourcesForRelease([...lists.flatMap(parseSourcesList), ...stanzas.flatMap(parseDeb822Sources)], release)
}

/** What apt says goes wrong, without its progress. @param {unknown} error */
function aptMessage(error) {
  if (!(error instanceof CommandFailed)) throw error
  const errors = error.output.split('\n').filter((line) => !line.startsWith('W:') && line.trim() !== '')
  return errors.join('\n') || error.message
}

/**
 * apt with a state of its own in one folder: the system's apt and dpkg are neither asked nor touched, and no rights are
 * needed. The system's apt configuration (proxies, credentials) stays in force.
 */
export class PrivateApt {
  /** @param {string} folder created when used; keeps package lists and downloaded packages */
  constructor(folder) {
    this.folder = folder
    /** Where downloaded packages lie. */
    this.archives = path.join(folder, 'archives')
    this.configuration = path.join(folder, 'apt.conf')
  }

  /**
   * @param {{ release: string, architecture: string, installed: string[] }} options `installed`: names of packages to
   *   take as there already
   * @throws {GuestUnavailable} where this system has no apt or no Debian mirror
   */
  async prepare({ release, architecture, installed }) {
    for (const tool of ['apt-get', 'dpkg-deb']) {
      if (await isInstalled(tool)) continue
      throw new GuestUnavailable(`The lab guest is made from Debian packages, and ${tool} is not on this computer.`)
    }
    const sources = await systemSources(release)
    if (sources.length === 0) {
      throw new GuestUnavailable(
        'The lab guest is made from Debian packages, and apt on this computer knows no Debian mirror ' +
          '(set VIRIDIAN_DEBIAN_MIRROR to the address of one and install debian-archive-keyring).',
      )
    }
    const { folder, archives } = this
    const state = path.join(folder, 'state')
    const parts = path.join(folder, 'sources')
    await rm(parts, { recursive: true, force: true })
    for (const each of [archives, state, parts, path.join(folder, 'none')]) {
      await mkdir(path.join(each, 'partial'), { recursive: true })
    }
    await mkdir(path.join(folder, 'lists/partial'), { recursive: true })
    await writeFile(path.join(parts, 'debian.sources'), formatSources(sources, architecture))
    const status = installed.map((name) =>
      [
        `Package: ${name}`,
        'Status: install ok installed',
        `Architecture: ${architecture}`,
        'Version: 9999',
        'Maintainer: none <none@localhost>',
        'Description: not needed in the guest',
        '',
      ].join('\n'),
    )
    await writeFile(path.join(state, 'status'), status.join('\n'))
    // The hooks are cleared because some of them touch the system's own caches.
    const lines = [
      '#clear APT::Update;',
      '#clear DPkg;',
      '#clear APT::Architectures;',
      `APT::Architecture "${architecture}";`,
      `APT::Architectures { "${architecture}"; };`,
      // A mirror that cannot be reached is an error, too.
      'APT::Update::Error-Mode "any";',
      'APT::Install-Recommends "false";',
      'APT::Install-Suggests "false";',
      // The folder may lie where apt's own user cannot go, such as a home directory.
      'APT::Sandbox::User "root";',
      'Acquire::Languages "none";',
      'Acquire::Retries "2";',
      `Dir::State "${state}/";`,
      `Dir::State::lists "${path.join(folder, 'lists')}/";`,
      `Dir::State::status "${path.join(state, 'status')}";`,
      `Dir::Cache "${folder}/";`,
      `Dir::Cache::archives "${archives}/";`,
      'Dir::Etc::sourcelist "/dev/null";',
      `Dir::Etc::sourceparts "${parts}/";`,
      'Dir::Etc::preferences "/dev/null";',
      'Dir::Etc::preferencesparts "/dev/null";',
    ]
    await writeFile(this.configuration, `${lines.join('\n')}\n`)
  }

  /** @param {string[]} args */
  #run(...args) {
    return capture('apt-get', ['-c', this.configuration, '-q', '-y', ...args])
  }

  /**
   * Fetches the package lists and checks their signatures, as apt does.
   * @returns {Promise<string | null>} what went wrong. Lists fetched before stay in use, and a mirror that is being
   *   written may lack one list of several, so this need not be the end.
   */
  async update() {
    try {
      await this.#run('update')
      return null
    } catch (error) {
      return aptMessage(error)
    }
  }

  /**
   * Which archives hold packages and all they depend on.
   * @param {string[]} packages
   * @returns {Promise<Archive[]>}
   */
  async resolve(packages) {
    // An archive that is there already would not be listed.
    const none = `Dir::Cache::archives=${path.join(this.folder, 'none')}/`
    try {
      const text = (await this.#run('-q', '-o', none, '--print-uris', 'install', ...packages)).toString()
      const found = [...text.matchAll(/^'[^']+' (?<file>\S+\.deb) (?<size>\d+) /gm)]
      return found.map(({ groups }) => ({ file: String(groups?.['file']), size: Number(groups?.['size']) }))
    } catch (error) {
      throw new Error(aptMessage(error), { cause: error })
    }
  }

  /**
   * Downloads packages and all they depend on into `archives`; apt checks each against the signed lists.
   * @param {string[]} packages
   */
  async download(packages) {
    try {
      await this.#run('--download-only', 'install', ...packages)
    } catch (error) {
      throw new Error(aptMessage(error), { cause: error })
    }
  }
}
