// @ts-check
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { capture, pipe } from './command.mjs'
import { readTar } from './tar.mjs'

const AR_MAGIC = '!<arch>\n'

/**
 * @param {string} file a Debian package
 * @param {(path: string) => boolean} wanted
 */
export function readPackage(file, wanted) {
  return pipe('dpkg-deb', ['--fsys-tarfile', file], (archive) => readTar(archive, wanted))
}

/**
 * @param {string} file a Debian package
 * @returns {Promise<{ name: string, version: string, source: string }>} `source` is the source package's name
 */
export async function packageIdentity(file) {
  const format = '${Package}\n${Version}\n${source:Package}'
  const text = (await capture('dpkg-deb', ['--show', `--showformat=${format}`, file])).toString()
  const [name = '', version = '', source = ''] = text.split('\n')
  return { name, version, source }
}

/**
 * When a package was built: the time in its first archive member's header (deb(5)).
 * @param {string} file
 * @returns {Promise<number>} seconds since 1970
 */
export async function packageTime(file) {
  const handle = await open(file)
  try {
    const { buffer } = await handle.read(Buffer.alloc(AR_MAGIC.length + 60), 0)
    return Number.parseInt(buffer.toString('latin1', AR_MAGIC.length + 16, AR_MAGIC.length + 28).trim(), 10)
  } finally {
    await handle.close()
  }
}

/** @param {string} name @param {Uint8Array} data */
function arMember(name, data) {
  const header = `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}`
  return Buffer.concat([
    Buffer.from(`${header}${String(data.length).padEnd(10)}\`\n`, 'latin1'),
    data,
    Buffer.alloc(data.length % 2, '\n'),
  ])
}

/**
 * Decompresses an .xz stream. dpkg-deb does it, which is certain to be there where packages are unpacked; xz itself is
 * not. It is handed a package whose contents are the stream.
 * @param {Uint8Array} stream
 * @returns {Promise<Buffer>}
 */
export async function decompressXz(stream) {
  const folder = await mkdtemp(path.join(tmpdir(), 'viridian-xz-'))
  try {
    const file = path.join(folder, 'stream.deb')
    const emptyArchive = Buffer.alloc(1024)
    await writeFile(
      file,
      Buffer.concat([
        Buffer.from(AR_MAGIC),
        arMember('debian-binary', Buffer.from('2.0\n')),
        arMember('control.tar', emptyArchive),
        arMember('data.tar.xz', stream),
      ]),
    )
    return await capture('dpkg-deb', ['--fsys-tarfile', file])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
