import type { Page } from '@playwright/test'
import { showMouse } from '../fixtures/boot-disc.ts'
import { shownMouse } from '../fixtures/shown-mouse.ts'
import { createMachineOf } from './boot-disc.ts'
import { expect, machineRow, test } from './shell.ts'

const name = 'Mouse'

/** What a page says while its mouse is captured. */
interface Capture {
  /** The accessible name of what has captured it. */
  by: string | null
  status: string
}

/**
 * Waits until the mouse is captured, moves it, presses its left button or not, and releases it by the keyboard. All of it in the
 * page: Chromium without a window captures the mouse, but has none, moves it back to where it is not for as long as it is
 * captured, and comes to nothing else.
 */
function useMouse(page: Page, moves: readonly (readonly [right: number, down: number])[]): Promise<Capture> {
  return page.evaluate(async (steps) => {
    const until = async (isTrue: () => boolean) => {
      while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    const dropped = new AbortController()
    const drop = (event: Event) => {
      if (event.isTrusted && document.pointerLockElement !== null) event.stopImmediatePropagation()
    }
    window.addEventListener('mousemove', drop, { capture: true, signal: dropped.signal })
    await until(() => document.pointerLockElement !== null)
    const screen = document.pointerLockElement
    const status = screen?.closest('section')?.querySelector('.status-message')
    await until(() => status?.textContent.includes('Press') === true)
    const capture = { by: screen?.getAttribute('aria-label') ?? null, status: status?.textContent ?? '' }
    for (const [movementX, movementY] of steps) {
      screen?.dispatchEvent(new MouseEvent('mousemove', { movementX, movementY, bubbles: true }))
    }
    const key = { code: 'ArrowLeft', key: 'ArrowLeft', ctrlKey: true, altKey: true, bubbles: true }
    screen?.dispatchEvent(new KeyboardEvent('keydown', key))
    await until(() => document.pointerLockElement === null)
    dropped.abort()
    return capture
  }, moves)
}

test('a guest that takes no positions has the mouse from a click on its screen until it is released', async ({
  console,
  manager,
  commandLine,
}) => {
  await createMachineOf(showMouse, commandLine, name)
  await commandLine.expect('vm', 'start', name)
  const guestSees = (right: number, down: number) => commandLine.waits(name, '--screen', shownMouse(right, down))
  await guestSees(0, 0)
  const page = await console.connected(manager, () => machineRow(manager, name).dblclick())
  const screen = page.getByRole('application', { name: `Screen of ${name}` })
  const status = page.getByRole('region', { name: 'Virtual Machine Connection' }).getByRole('status').last()
  await expect(status).toContainText('Click in the screen to capture the mouse')
  await screen.hover({ position: { x: 30, y: 30 } })
  await screen.hover()
  const captured = { by: `Screen of ${name}`, status: 'Press Ctrl+Alt+Left to release the mouse' }

  let used = useMouse(page, [
    [30, -12],
    [-1020, 8],
  ])
  await screen.click()
  expect(await used).toEqual(captured)
  // Neither how the pointer came there nor the click that captured it.
  await guestSees(-990, -4)
  await expect(status).toHaveText(
    'Click the screen or press Tab to type into it · Click in the screen to capture the mouse',
  )

  // It is the page's again, and the guest's by the next click.
  await screen.hover({ position: { x: 30, y: 30 } })
  used = useMouse(page, [[1, 1]])
  await screen.click()
  expect(await used).toEqual(captured)
  await guestSees(-989, -3)
  await commandLine.expect('vm', 'turn-off', name)
  await commandLine.expect('vm', 'delete', name, '--yes')
})
