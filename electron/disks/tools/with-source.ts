import type { DiskFiles } from '../disk-files.ts'
import type { SourceDisk } from '../formats/parent.ts'
import { closing } from './closing.ts'
import { SourceChain } from './source-chain.ts'
import type { SourceFormat } from './source-format.ts'

/**
 * Does some work with a disk of any format, which nobody can write to meanwhile, or with a physical disk, which its
 * system may write to. Paths are absolute; `backing` names what the disk is based on, the nearest first, where its own
 * file cannot tell, or is not to be asked. Rejects with NOT_DIFFERENCING where it names more than there are.
 */
export async function withSource<Result>(
  files: DiskFiles,
  file: string,
  format: SourceFormat,
  backing: readonly string[],
  work: (source: SourceDisk) => Promise<Result>,
): Promise<Result> {
  const chain = new SourceChain(files, backing)
  try {
    const source = await chain.open(file, format)
    return await closing(source, () => work(source))
  } finally {
    await chain.release()
  }
}
