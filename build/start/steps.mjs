// @ts-check

/** @param {number} started by `performance.now()` */
const seconds = (started) => ((performance.now() - started) / 1000).toFixed(1)

/**
 * Runs one step with its duration behind it. A step that finds nothing to do reports no progress, and none is shown.
 * @template Result
 * @param {(progress: (text: string) => void) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function step(work) {
  const started = performance.now()
  let shown = false
  const result = await work((text) => {
    console.log(text)
    shown = true
  })
  if (shown) console.log(`  done in ${seconds(started)} s`)
  return result
}

/** @param {unknown} error */
export function reasonOf(error) {
  return error instanceof Error ? error.message : String(error)
}
