// @ts-check
import { buildStale } from './stale.mjs'

await buildStale({ force: process.argv.includes('--force') })
