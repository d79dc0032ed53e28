import { describe, expect, it } from 'vitest'
import { formatSources, parseDeb822Sources, parseSourcesList, sourcesForRelease } from '#build/guest/sources.mjs'

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

describe('sources of the system', () => {
  it('are read in the one-line style', () => {
    const text = [
      '# deb http://mirror.test/commented bookworm main',
      'deb http://mirror.test/debian bookworm main contrib # the mirror',
      `deb [arch=amd64 signed-by=${keyring}] http://mirror.test/security bookworm-security main`,
      'deb-src http://mirror.test/debian bookworm main',
    ].join('\n')
    expect(parseSourcesList(text)).toEqual([
      { uris: ['http://mirror.test/debian'], suites: ['bookworm'], components: ['main', 'contrib'], signedBy: null },
      { uris: ['http://mirror.test/security'], suites: ['bookworm-security'], components: ['main'], signedBy: keyring },
    ])
  })

  it('are read in the deb822 style, leaving out those that are off or for source code', () => {
    const text = [
      'Types: deb deb-src',
      '# a comment between fields',
      'URIs: http://mirror.test/debian',
      'Suites: trixie trixie-updates',
      'Components: main',
      `Signed-By: ${keyring}`,
      '',
      'Types: deb',
      'Enabled: no',
      'URIs: http://off.test/debian',
      'Suites: trixie',
      'Components: main',
      '',
      'Types: deb-src',
      'URIs: http://code.test/debian',
      'Suites: trixie',
      'Components: main',
    ].join('\n')
    expect(parseDeb822Sources(text)).toEqual([
      {
        uris: ['http://mirror.test/debian'],
        suites: ['trixie', 'trixie-updates'],
        components: ['main'],
        signedBy: keyring,
      },
    ])
  })

  it('keep a key that is written out in them', () => {
    const key = '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n -----END PGP PUBLIC KEY BLOCK-----'
    const text = `Types: deb\nURIs: http://m.test/d\nSuites: trixie\nComponents: main\nSigned-By:${key}\n`
    const [source] = parseDeb822Sources(text)
    expect(source?.signedBy).toContain('\n .\n abc\n')
    expect(parseDeb822Sources(formatSources(sourcesForRelease([source!], 'bookworm'), 'i386'))[0]?.signedBy).toBe(
      source?.signedBy,
    )
  })
})

describe('sourcesForRelease', () => {
  const source = { uris: ['http://m.test/debian'], suites: ['trixie'], components: ['main'], signedBy: null }

  it('asks the same mirrors for the wanted release, each once', () => {
    const system = [
      { ...source, suites: ['trixie', 'trixie-updates'] },
      { ...source, uris: ['http://m.test/debian-security'], suites: ['trixie-security'] },
    ]
    expect(sourcesForRelease(system, 'bookworm').map(({ uris, suites }) => [...uris, ...suites])).toEqual([
      ['http://m.test/debian', 'bookworm', 'bookworm-updates'],
      ['http://m.test/debian-security', 'bookworm-security'],
    ])
  })

  it.each([
    ['Ubuntu', { ...source, suites: ['noble'] }],
    ['a vendor who signs with a key of its own', { ...source, signedBy: '/usr/share/keyrings/vendor.gpg' }],
    ['an archive without main', { ...source, components: ['stable'] }],
  ])('leaves out %s', (_, other) => {
    expect(sourcesForRelease([other], 'bookworm')).toEqual([])
  })
})
