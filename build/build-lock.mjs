// @ts-check
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root } from './run.mjs'

const lockFile = path.join(root, 'dist/build.lock')

/** @returns {boolean} true where this process holds the lock now */
function acquire() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    return false
  }
}

/** A build that was killed leaves its lock behind. */
function releaseOfTheDead() {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'))
    if (pid > 0) process.kill(pid, 0)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') rmSync(lockFile, { force: true })
  }
}

/**
 * Lets one process at a time build: two commands given at once in a stale checkout must not write the same files.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function whileBuildingAlone(work) {
  mkdirSync(path.dirname(lockFile), { recursive: true })
  while (!acquire()) {
    releaseOfTheDead()
    await delay(100)
  }
  try {
    return await work()
  } finally {
    rmSync(lockFile, { force: true })
  }
}
