// @ts-check

/**
 * @typedef {object} Composed a template's image, about to be written
 * @property {string} version
 * @property {import('./guest-files.mjs').GuestPackage[]} packages
 * @property {(file: string) => Promise<void>} write makes the file
 *
 * @typedef {object} Template
 * @property {string} name
 * @property {{ en: string, de: string }} description
 * @property {'dvd' | 'disk'} media
 * @property {string} image file name
 * @property {(unpacked: import('./unpacked.mjs').Unpacked, fingerprint: string) => Promise<Composed>} compose
 */

export {}
