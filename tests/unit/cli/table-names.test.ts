import { expect, it } from 'vitest'
import { formatTable } from '#electron/cli/table.ts'

it('a name with lines and escapes of its own stays in its cell', () => {
  const table = formatTable([{ title: 'Name' }, { title: 'State' }], [['a\nForged  Running\x1b[2J\u202e', 'Off']])
  expect(table.split('\n')).toHaveLength(2)
  expect(table).toContain('a\\x0aForged  Running\\x1b[2J\\u202e  Off')
})
