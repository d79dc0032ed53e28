import { expect, it } from 'vitest'
import { listenOption } from '#electron/main/command-line.ts'

it.each([
  [[], { address: '127.0.0.1', port: 0 }],
  [['--listen', '127.0.0.1:8080'], { address: '127.0.0.1', port: 8080 }],
  [['--listen=localhost:1'], { address: 'localhost', port: 1 }],
  [['--no-sandbox', '.', '--listen', '[::1]:65535'], { address: '::1', port: 65_535 }],
  [['--listen', '8006'], { address: '127.0.0.1', port: 8006 }],
  [['--listen'], null],
  [['--listen', '8080:'], null],
  [['--listen', '127.0.0.1:65536'], null],
])('reads %j', (args, expected) => {
  expect(listenOption(args)).toEqual(expected)
})
