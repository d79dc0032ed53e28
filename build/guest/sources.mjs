// @ts-check

/**
 * @typedef {object} Source where apt takes packages from
 * @property {string[]} uris
 * @property {string[]} suites
 * @property {string[]} components
 * @property {string | null} signedBy keyring file, or a key itself over several lines; null: the keys apt trusts anyway
 */

/** Debian's releases that are in use, by the name or the role that sources say; Ubuntu and others have other names. */
const DEBIAN_SUITE =
  /^(?:oldoldstable|oldstable|stable|testing|unstable|bullseye|bookworm|trixie|forky|sid)(?<pocket>-security|-updates|-backports)?$/
/** Debian calls the suites of its security archive so since bullseye. */
const SECURITY = '-security'

/**
 * Reads sources in the one-line style, sources.list(5).
 * @param {string} text
 * @returns {Source[]}
 */
export function parseSourcesList(text) {
  /** @type {Source[]} */
  const sources = []
  for (const line of text.split('\n')) {
    const match = /^\s*deb\s+(?:\[(?<options>[^\]]*)\]\s+)?(?<uri>\S+)\s+(?<rest>[^#]+)/.exec(line)
    if (match?.groups === undefined) continue
    const { options = '', uri = '', rest = '' } = match.groups
    const [suite = '', ...components] = rest.trim().split(/\s+/)
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1] ?? null
    sources.push({ uris: [uri], suites: [suite], components, signedBy })
  }
  return sources
}

/**
 * Reads sources in the deb822 style, sources.list(5).
 * @param {string} text
 * @returns {Source[]}
 */
export function parseDeb822Sources(text) {
  /** @type {Source[]} */
  const sources = []
  const plain = text.replace(/^#.*\n?/gm, '')
  for (const stanza of plain.split(/\n\s*\n/)) {
    /** @type {Map<string, string>} */
    const fields = new Map()
    for (const [, key = '', value = ''] of stanza.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t].*)*)/gm)) {
      fields.set(key.toLowerCase(), value.trim())
    }
    /** @param {string} key */
    const words = (key) => (fields.get(key) ?? '').split(/\s+/).filter(Boolean)
    if (!words('types').includes('deb') || /^(?:no|false|0|off|without|disable)$/i.test(fields.get('enabled') ?? ''))
      continue
    sources.push({
      uris: words('uris'),
      suites: words('suites'),
      components: words('components'),
      signedBy: fields.get('signed-by') ?? null,
    })
  }
  return sources
}

/** Others sign with keys of their own, and name them. @param {Source} source */
function isDebianArchive({ suites, components, signedBy }) {
  const debianKey = signedBy === null || signedBy.includes('\n') || signedBy.includes('debian-archive')
  return components.includes('main') && debianKey && suites.some((suite) => DEBIAN_SUITE.test(suite))
}

/**
 * Takes the mirrors of Debian from a system's own sources, whichever release that system is, and asks them for another.
 * @param {Source[]} sources
 * @param {string} release its name, such as `bookworm`
 * @returns {Source[]} with one address and the component main each; empty where no source is Debian's
 */
export function sourcesForRelease(sources, release) {
  /** @type {Map<string, Source>} */
  const result = new Map()
  for (const source of sources.filter(isDebianArchive)) {
    for (const uri of source.uris) {
      for (const suite of source.suites) {
        const pocket = DEBIAN_SUITE.exec(suite)?.groups?.['pocket']
        if (pocket === undefined && !DEBIAN_SUITE.test(suite)) continue
        const suites = pocket === SECURITY ? [`${release}${SECURITY}`] : [release, `${release}-updates`]
        result.set(`${uri} ${suites.join(' ')}`, {
          uris: [uri],
          suites,
          components: ['main'],
          signedBy: source.signedBy,
        })
      }
    }
  }
  return [...result.values()]
}

/**
 * Writes sources in the deb822 style.
 * @param {Source[]} sources
 * @param {string} architecture
 */
export function formatSources(sources, architecture) {
  return sources
    .map(({ uris, suites, components, signedBy }) =>
      [
        'Types: deb',
        `URIs: ${uris.join(' ')}`,
        `Suites: ${suites.join(' ')}`,
        `Components: ${components.join(' ')}`,
        `Architectures: ${architecture}`,
        // Neither translations nor lists of files: the packages alone.
        'Targets: Packages',
        ...(signedBy === null ? [] : [`Signed-By: ${signedBy}`]),
        '',
      ].join('\n'),
    )
    .join('\n')
}
