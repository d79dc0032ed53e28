import { formatFuzzers } from './formats.ts'
import type { Fuzzer } from './fuzzer.ts'
import { isoFuzzer } from './iso.ts'
import { toolFuzzers } from './tools.ts'
import { vhdFuzzers } from './vhd.ts'
import { zstdFuzzer } from './zstd.ts'

/** Every kind of image there is, or those named. Rejects where a name is none of theirs. */
export async function allFuzzers(only: readonly string[] = []): Promise<Fuzzer[]> {
  const all = [...(await vhdFuzzers()), ...(await toolFuzzers()), ...formatFuzzers(), zstdFuzzer, await isoFuzzer()]
  const unknown = only.find((name) => !all.some((fuzzer) => fuzzer.name === name))
  if (unknown !== undefined) {
    throw new Error(`There are no images “${unknown}”. There are ${all.map(({ name }) => name).join(', ')}.`)
  }
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name))
}
