import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Result } from '../result.ts'
import { chains } from './chains.ts'
import { conversion } from './conversion.ts'
import { qemuVersion } from './qemu.ts'
import { transfers } from './transfers.ts'

/** The disk library side by side with QEMU's, as a process sees it that may wait for its disks. */
export async function disks(): Promise<Result[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'viridian-bench-'))
  try {
    const version = await qemuVersion()
    console.log(
      version === null
        ? 'disks: qemu-io and qemu-img are not installed, so nothing is compared with them'
        : `qemu-io, ${version}`,
    )
    const compared = version === null ? [] : [...(await transfers(folder)), ...(await conversion(folder))]
    return [...compared, ...(await chains(folder))]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
