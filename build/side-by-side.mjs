// @ts-check
import { availableParallelism } from 'node:os'
import { runScript } from './run.mjs'

/**
 * @typedef {object} Task
 * @property {string} script below the repository's folder, run by this Node
 * @property {string[]} args
 */

/**
 * Runs tasks side by side, as many at once as there are processors, in their order: the longest first. What each prints
 * comes in one piece when it ends.
 * @param {readonly Task[]} tasks
 * @returns {Promise<boolean>} whether all succeeded
 */
export async function finishAll(tasks) {
  const waiting = [...tasks]
  let succeeded = true
  const worker = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      const { code, output } = await runScript(task.script, task.args)
      process.stdout.write(output)
      succeeded &&= code === 0
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return succeeded
}
