// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followFocus, returnFocus } from '#renderer/shell/return-focus.ts'

beforeAll(() => followFocus(document))
beforeEach(() => {
  document.body.innerHTML = `
    <div role="menubar"><button id="menu">File</button></div>
    <main data-pane>
      <div role="rowgroup">
        <div role="row" tabindex="-1" id="one"></div><div role="row" tabindex="-1" id="two"></div>
        <div role="row" tabindex="-1" id="three"></div>
      </div>
      <button id="start">Start</button>
    </main>`
})

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`There is no #${id}.`)
  return found
}

function openDialog(): HTMLElement {
  document.body.insertAdjacentHTML(
    'beforeend',
    '<div role="dialog" tabindex="-1" id="dialog"><button id="ok">OK</button></div>',
  )
  return element('dialog')
}

const focused = () => document.activeElement?.id

describe('the focus', () => {
  it('goes back to where it was before a menu bar and a dialog', () => {
    element('two').focus()
    element('menu').focus()
    const dialog = openDialog()
    element('ok').focus()
    returnFocus(dialog)
    expect(focused()).toBe('two')
  })

  it('goes back to the dialog behind the one that closes', () => {
    element('two').focus()
    openDialog()
    element('ok').focus()
    document.body.insertAdjacentHTML(
      'beforeend',
      '<div role="alertdialog" id="sure"><button id="yes">Yes</button></div>',
    )
    element('yes').focus()
    returnFocus(element('sure'))
    expect(focused()).toBe('ok')
  })

  it('moves to what takes the place of what is gone', async () => {
    element('two').focus()
    element('two').remove()
    await expect.poll(focused).toBe('three')
    element('three').remove()
    await expect.poll(focused).toBe('one')
    element('one').parentElement?.remove()
    await expect.poll(focused).toBe('start')
  })

  it('waits in the dialog for a button that is disabled while it works', async () => {
    openDialog()
    const ok = element('ok') as HTMLButtonElement
    ok.focus()
    ok.disabled = true
    await expect.poll(focused).toBe('dialog')
    ok.disabled = false
    await expect.poll(focused).toBe('ok')
  })

  it('is left to a part of the page that keeps it itself', async () => {
    document.body.insertAdjacentHTML(
      'beforeend',
      '<section data-keeps-focus id="own"><button id="screen"></button></section>',
    )
    element('own').addEventListener('takefocus', () => element('own').setAttribute('data-asked', ''))
    element('screen').focus()
    element('screen').remove()
    await expect.poll(() => element('own').hasAttribute('data-asked')).toBe(true)
  })
})
