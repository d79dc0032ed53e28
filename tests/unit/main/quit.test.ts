import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { desktopMessages } from '#electron/main/messages.ts'
import { Quit, type EndingMachine } from '#electron/main/quit.ts'
import { eventually } from '#tests/fixtures/patience.ts'

/** Electron's `app` as far as quitting goes: `quit` asks `before-quit` and counts when nobody prevented it. */
class FakeApp extends EventEmitter {
  ended = 0

  quit(): void {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) this.ended += 1
  }
}

const electron = vi.hoisted(() => ({
  app: null as unknown as FakeApp,
  BrowserWindow: { getFocusedWindow: () => null, getAllWindows: () => [] },
  dialog: {
    showMessageBox:
      vi.fn<(options: { message: string; detail: string; defaultId: number }) => Promise<{ response: number }>>(),
    showErrorBox: vi.fn<(title: string, content: string) => void>(),
  },
}))
vi.mock('electron', () => electron)

let on: EndingMachine[]
const saved = (name: string): EndingMachine => ({ name, automaticStop: 'save' })
let close: ReturnType<typeof vi.fn<() => Promise<void>>>

beforeEach(() => {
  electron.app = new FakeApp()
  electron.dialog.showMessageBox.mockReset()
  on = []
  close = vi.fn(() => Promise.resolve())
})

const create = (ownHostClosed: Promise<void> | null = null) =>
  new Quit({ poweredOn: () => on, close, ownHostClosed }, desktopMessages.en)
const ended = () => eventually(() => expect(electron.app.ended).toBe(1))

describe('quitting', () => {
  it('closes the host first and asks nothing while no machine is on', async () => {
    create()
    electron.app.quit()
    expect(electron.app.ended).toBe(0)
    await ended()
    expect(close).toHaveBeenCalledOnce()
    expect(electron.dialog.showMessageBox).not.toHaveBeenCalled()
  })

  it('asks while machines are on, by name, and ends when told to', async () => {
    create()
    on = [saved('Lab Linux'), saved('Server')]
    electron.dialog.showMessageBox.mockResolvedValue({ response: 0 })
    electron.app.quit()
    await ended()
    expect(close).toHaveBeenCalledOnce()
    expect(electron.dialog.showMessageBox.mock.calls[0]?.[0].message).toContain('“Lab Linux”, “Server”')
  })

  it('tells what becomes of each machine, and proposes to stay only where something would be lost', async () => {
    electron.dialog.showMessageBox.mockResolvedValue({ response: 1 })
    const quit = create()
    on = [saved('Lab Linux'), saved('Server')]
    expect(quit.keepLastWindow()).toBe(true)
    await eventually(() => expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce())
    expect(electron.dialog.showMessageBox.mock.calls[0]?.[0]).toMatchObject({
      detail: 'Quitting saves Lab Linux, Server: started again, it goes on where it was.',
      defaultId: 0,
    })
    await new Promise((resolve) => setImmediate(resolve))
    on = [saved('Lab Linux'), { name: 'Scratch', automaticStop: 'turnOff' }]
    electron.app.quit()
    await eventually(() => expect(electron.dialog.showMessageBox).toHaveBeenCalledTimes(2))
    const [options] = electron.dialog.showMessageBox.mock.calls[1] ?? []
    expect(options?.detail.split('\n')).toEqual([
      expect.stringContaining('saves Lab Linux:'),
      expect.stringContaining('turns off Scratch,'),
    ])
    expect(options?.defaultId).toBe(1)
  })

  it('goes on when cancelled, and asks again the next time', async () => {
    const quit = create()
    on = [saved('Lab Linux')]
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 1 })
    expect(quit.keepLastWindow()).toBe(true)
    await eventually(() => expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce())
    await new Promise((resolve) => setImmediate(resolve))
    expect(close).not.toHaveBeenCalled()
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 0 })
    electron.app.quit()
    await ended()
    expect(quit.keepLastWindow()).toBe(false)
  })

  it('asks once, however often it is told to quit meanwhile', async () => {
    create()
    on = [saved('Lab Linux')]
    let answer: (value: { response: number }) => void = () => undefined
    electron.dialog.showMessageBox.mockReturnValue(new Promise((resolve) => (answer = resolve)))
    electron.app.quit()
    electron.app.quit()
    answer({ response: 0 })
    await ended()
    expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce()
    expect(close).toHaveBeenCalledOnce()
  })

  it('ends after Cancel where its host was stopped while the question was open', async () => {
    let stop: () => void = () => undefined
    const stopped = new Promise<void>((resolve) => (stop = resolve))
    create(stopped)
    on = [saved('Lab Linux')]
    let answer: (value: { response: number }) => void = () => undefined
    electron.dialog.showMessageBox.mockReturnValue(new Promise((resolve) => (answer = resolve)))
    electron.app.quit()
    stop()
    await stopped
    answer({ response: 1 })
    await ended()
    expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce()
  })

  it('says so, and ends, where the host cannot be closed in order', async () => {
    create()
    close.mockRejectedValue(new Error('disk full'))
    electron.app.quit()
    await ended()
    expect(electron.dialog.showErrorBox).toHaveBeenCalledWith(desktopMessages.en.closeFailed, 'disk full')
  })
})
