import { describe, expect, test } from 'vitest'
import { crashDetail, wasKilled } from '#electron/engines/supervision/crash-detail.ts'

const heap = `
<--- Last few GCs --->
[1:0x1] 42 ms: Mark-Compact 2047.1 (2083.4) -> 2046.3 (2083.9) MB

FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
 1: 0xb9c1f0 node::Abort() [node]
`
const thrown = `file:///machine.js:10
TypeError: Cannot read properties of undefined (reading 'x')
    at run (file:///machine.js:10:3)
`

describe('how a process ended', () => {
  test.each([
    [{ code: null, signal: 'SIGKILL', errorOutput: '' }, true],
    [{ code: null, signal: 'SIGTERM', errorOutput: '' }, true],
    [{ code: null, signal: 'SIGABRT', errorOutput: heap }, false],
    [{ code: null, signal: 'SIGSEGV', errorOutput: '' }, false],
    [{ code: 1, signal: null, errorOutput: '' }, false],
  ])('%j: killed from outside: %s', (exit, killed) => {
    expect(wasKilled(exit)).toBe(killed)
  })

  test.each([
    [
      { code: null, signal: 'SIGABRT', errorOutput: heap },
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory (signal SIGABRT)',
    ],
    [
      { code: 1, signal: null, errorOutput: thrown },
      "TypeError: Cannot read properties of undefined (reading 'x') (exit code 1)",
    ],
    [{ code: 7, signal: null, errorOutput: '\n' }, "The machine's process ended with exit code 7."],
    [{ code: null, signal: 'SIGSEGV', errorOutput: '' }, "The machine's process ended with signal SIGSEGV."],
  ])('%j', (exit, detail) => {
    expect(crashDetail(exit)).toBe(detail)
  })
})
