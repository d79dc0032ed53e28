import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Keyboard, type KeyboardPort } from '#electron/engines/keyboard/keyboard.ts'

class GuestKeyboard implements KeyboardPort {
  readonly received: number[] = []
  readonly overrun: number[] = []
  listens = true
  #unread = 0

  ready(): boolean {
    return this.listens && this.#unread === 0
  }

  send(codes: readonly number[]): void {
    if (!this.ready()) this.overrun.push(...codes)
    this.received.push(...codes)
    this.#unread += codes.length
  }

  read(): void {
    this.#unread = 0
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('Keyboard', () => {
  test('gives a live key to a guest that listens at once', () => {
    const guest = new GuestKeyboard()
    new Keyboard(guest).press([0xe0, 0x48])
    expect(guest.received).toEqual([0xe0, 0x48])
  })

  test('waits until the guest has read the stroke before', async () => {
    const guest = new GuestKeyboard()
    const keyboard = new Keyboard(guest)
    keyboard.press([1])
    keyboard.press([2])
    await vi.advanceTimersByTimeAsync(1000)
    expect(guest.received).toEqual([1])
    guest.read()
    await vi.advanceTimersByTimeAsync(100)
    expect(guest.received).toEqual([1, 2])
    expect(guest.overrun).toEqual([])
  })

  test('types strokes in order, one text after the other', async () => {
    const guest = new GuestKeyboard()
    const keyboard = new Keyboard(guest)
    const reader = setInterval(() => guest.read(), 1)
    const typed = Promise.all([keyboard.type([[1], [2]]), keyboard.type([[3], [4]])])
    await vi.advanceTimersByTimeAsync(1000)
    await typed
    clearInterval(reader)
    expect(guest.received).toEqual([1, 2, 3, 4])
    expect(guest.overrun).toEqual([])
  })

  test('holds typed text until the guest listens', async () => {
    const guest = new GuestKeyboard()
    guest.listens = false
    const typed = new Keyboard(guest).type([[1]])
    await vi.advanceTimersByTimeAsync(5000)
    expect(guest.received).toEqual([])
    guest.listens = true
    await vi.advanceTimersByTimeAsync(100)
    await typed
    expect(guest.received).toEqual([1])
  })

  test('gives up on a guest that never reads, and says so', async () => {
    const guest = new GuestKeyboard()
    guest.listens = false
    const keyboard = new Keyboard(guest)
    const refused = expect(keyboard.type([[1], [2]])).rejects.toThrow('does not read its keyboard')
    await vi.advanceTimersByTimeAsync(60_000)
    await refused
    guest.listens = true
    const later = keyboard.type([[3]])
    await vi.advanceTimersByTimeAsync(100)
    await later
    expect(guest.received).toEqual([3])
  })
})
