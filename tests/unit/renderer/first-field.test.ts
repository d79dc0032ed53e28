// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { firstField } from '#renderer/dialogs/first-field.ts'

const size = '<input type="number" id="size">'
const radio = (id: string, more = '') => `<input type="radio" name="disk" id="${id}" ${more}>`

it.each([
  ['a text before anything else', `<input id="name">${radio('new', 'checked')}`, 'name'],
  ['what is chosen, not the field of another choice', `${radio('new')}${size}${radio('later', 'checked')}`, 'later'],
  ['the first choice where none is made', `${radio('new')}${size}${radio('later')}`, 'new'],
  ['nothing that is disabled', `<input id="name" disabled><textarea id="notes"></textarea>`, 'notes'],
  ['a checkbox only where it is checked', `<input type="checkbox" id="all"><select id="one"></select>`, 'one'],
])('one begins with %s', (_, html, id) => {
  const form = document.createElement('form')
  form.innerHTML = html
  expect(firstField(form)?.id).toBe(id)
})

it('there may be nothing to begin with', () => {
  expect(firstField(document.createElement('form'))).toBeNull()
})
