import { describe, expect, it } from 'vitest'
import { licencesIn } from '#build/guest/licences.mjs'

describe('licencesIn', () => {
  it('takes the License fields of the machine-readable format, each once', () => {
    const text = [
      'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
      '',
      'Files: *',
      'License: GPL-2',
      '',
      'Files: lib/*',
      'License: LGPL-2.1+',
      ' the text',
      '',
      'License: GPL-2',
      ' the text again',
    ].join('\n')
    expect(licencesIn(text)).toBe('GPL-2 and LGPL-2.1+')
  })

  it.each([
    ['see /usr/share/common-licenses/GPL-2 for it', 'GPL-2'],
    ['under the GNU General Public License\nas published by the FSF; version 3 of it', 'GPL-3'],
    ['the GNU Lesser General Public License, version 2.1', 'LGPL-2.1'],
    ['Redistribution and use in source and binary forms, with or without', 'BSD'],
  ])('finds in free text: %s', (text, licence) => {
    expect(licencesIn(text)).toBe(licence)
  })

  it('does not pass over a file it cannot read a licence from', () => {
    expect(() => licencesIn('All rights reserved.')).toThrow('names no licence')
  })
})
