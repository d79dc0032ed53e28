import { expect, test } from 'vitest'
import { describeFault } from '#electron/engines/embedded/v86/processor-fault.ts'

const trap = Object.assign(new Error('unreachable'), { name: 'RuntimeError' })
const panicked = (reason: string) => `panicked at src/rust/cpu/cpu.rs:1234:5:\n${reason}`

test.each([
  [trap, panicked('Unimplemented: #GP handler'), 'triple fault'],
  [trap, panicked('Unimplemented: VME'), 'v86 does not support what the guest did (VME)'],
  [trap, panicked('explicit panic'), 'v86 does not support what the guest did (explicit panic)'],
  [trap, null, 'v86 does not support what the guest did (unreachable)'],
  [trap, 'nothing that is known', 'v86 does not support what the guest did (unreachable)'],
  [new RangeError('offset is out of bounds'), panicked('of an earlier fault'), 'RangeError: offset is out of bounds'],
])('%s after %j', (error, said, detail) => {
  expect(describeFault(error, said)).toBe(detail)
})

test('what v86 says is not taken at any length', () => {
  expect(describeFault(trap, panicked('x'.repeat(10_000))).length).toBeLessThan(300)
})
