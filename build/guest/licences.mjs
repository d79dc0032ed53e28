// @ts-check

/**
 * Names looked for in a copyright file of free form, with how they are written in one.
 * @type {[name: string, pattern: RegExp][]}
 */
const KNOWN = [
  ['GPL-3', /GNU General Public License.{0,60}version 3|common-licenses\/GPL-3/is],
  ['GPL-2', /GNU General Public License.{0,60}version 2|common-licenses\/GPL-2/is],
  ['LGPL-3', /GNU (?:Lesser|Library) General Public License.{0,60}version 3|common-licenses\/LGPL-3/is],
  ['LGPL-2.1', /GNU Lesser General Public License.{0,60}version 2\.1|common-licenses\/LGPL-2\.1/is],
  ['LGPL-2', /GNU Library General Public License.{0,60}version 2|common-licenses\/LGPL-2(?!\.)/is],
  ['GPL', /GNU General Public License|common-licenses\/GPL(?!-)/i],
  ['LGPL', /GNU (?:Lesser|Library) General Public License|common-licenses\/LGPL(?!-)/i],
  ['BSD', /Redistribution and use in source and binary forms|common-licenses\/BSD/i],
  ['MIT', /Permission is hereby granted, free of charge/i],
  ['public domain', /public domain/i],
]

/**
 * The licences that a Debian package's copyright file names: its License fields in the machine-readable format (DEP-5,
 * copyright-format 1.0), else the licences whose texts or names are found in it.
 * @param {string} copyright the file's text
 * @returns {string} such as `GPL-2 and LGPL-2.1+`
 */
export function licencesIn(copyright) {
  /** @type {string[]} */
  const found = []
  if (/^Format:/m.test(copyright)) {
    const fields = [...copyright.matchAll(/^License:[ \t]*(\S.*)$/gim)].map(([, value = '']) => value.trim())
    found.push(...new Set(fields))
  }
  if (found.length === 0) {
    for (const [name, pattern] of KNOWN) {
      const general = found.some((other) => other.startsWith(`${name}-`))
      if (!general && pattern.test(copyright)) found.push(name)
    }
  }
  if (found.length === 0) throw new Error('A copyright file names no licence that is known here.')
  return found.join(' and ')
}
