import { describe, expect, test } from 'vitest'
import { answersChallenge, FailureLimit, vncResponse } from '#electron/engines/rfb/vnc-auth.ts'

describe('the answer to a challenge', () => {
  test('is DES with mirrored key bits', () => {
    // FIPS 46 example: key 133457799BBCDFF1, text 0123456789ABCDEF, cipher 85E813540F0AB405. Key bits mirrored: c82cea9ed93dfb8f.
    const password = Buffer.from('c82cea9ed93dfb8f', 'hex').toString('latin1')
    const challenge = Buffer.from('0123456789abcdef0123456789abcdef', 'hex')
    expect(vncResponse(password, challenge).toString('hex')).toBe('85e813540f0ab40585e813540f0ab405')
  })

  test('depends on eight characters', () => {
    const challenge = Buffer.alloc(16, 5)
    expect(answersChallenge('12345678', challenge, vncResponse('12345678 and more', challenge))).toBe(true)
    expect(answersChallenge('12345678', challenge, vncResponse('1234567', challenge))).toBe(false)
    expect(answersChallenge('12345678', challenge, vncResponse('12345678', Buffer.alloc(16, 6)))).toBe(false)
  })
})

test('five wrong passwords in a row cost a pause, each further one a longer one', () => {
  let now = 0
  const limit = new FailureLimit(() => now)
  for (let i = 0; i < 4; i++) limit.failed()
  expect(limit.blocked).toBe(false)
  limit.succeeded()
  for (let i = 0; i < 5; i++) limit.failed()
  expect(limit.blocked).toBe(true)
  now = 10_000
  expect(limit.blocked).toBe(false)
  limit.failed()
  now += 19_999
  expect(limit.blocked).toBe(true)
  now += 1
  expect(limit.blocked).toBe(false)
})
