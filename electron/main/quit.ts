import { app, BrowserWindow, dialog } from 'electron'
import type { Machine } from '#shared/machine.ts'
import type { MachineSettings } from '#shared/machine-settings.ts'
import type { DesktopMessages } from './messages.ts'

/** A machine that quitting would end, and how. */
export type EndingMachine = Pick<Machine, 'name'> & Pick<MachineSettings, 'automaticStop'>

/** What closing the application would end; null where the host is another process's and lives on. */
export interface QuitSubject {
  /** The machines that are on. */
  poweredOn(): EndingMachine[]
  close(): Promise<void>
  /** Resolves when the application's own host has closed, whoever asked for it; null where it has none. */
  readonly ownHostClosed: Promise<void> | null
}

/**
 * Ends the application in order: asks while machines are on, closes the host, then quits. The windows stay until the
 * question is answered.
 */
export class Quit {
  readonly #subject: QuitSubject
  readonly #messages: DesktopMessages
  #state: 'running' | 'asking' | 'closed' = 'running'
  #hostClosed = false

  constructor(subject: QuitSubject, messages: DesktopMessages) {
    this.#subject = subject
    this.#messages = messages
    app.on('before-quit', (event) => {
      if (this.#state === 'closed') return
      event.preventDefault()
      void this.#end()
    })
    // `viridian host stop` ends the application with its host.
    void subject.ownHostClosed?.then(() => {
      this.#hostClosed = true
      app.quit()
    })
  }

  /** For the last window that is about to close: true where the application asks first and ends by itself. */
  keepLastWindow(): boolean {
    if (this.#state === 'closed' || process.platform === 'darwin') return false
    app.quit()
    return true
  }

  async #end(): Promise<void> {
    if (this.#state !== 'running') return
    this.#state = 'asking'
    const machines = this.#subject.poweredOn()
    if (machines.length > 0 && !(await this.#confirmed(machines)) && !this.#hostClosed) {
      this.#state = 'running'
      return
    }
    try {
      await this.#subject.close()
    } catch (error) {
      dialog.showErrorBox(this.#messages.closeFailed, error instanceof Error ? error.message : String(error))
    }
    this.#state = 'closed'
    app.quit()
  }

  async #confirmed(machines: readonly EndingMachine[]): Promise<boolean> {
    const { quitQuestion, quitDetails, quit, cancel } = this.#messages
    const actions = (['save', 'shutDown', 'turnOff'] as const).filter((action) =>
      machines.some(({ automaticStop }) => automaticStop === action),
    )
    const namesOf = (action: EndingMachine['automaticStop']) =>
      machines.filter(({ automaticStop }) => automaticStop === action).map(({ name }) => name)
    const losesWork = actions.includes('turnOff')
    const options = {
      type: losesWork ? ('warning' as const) : ('question' as const),
      message: quitQuestion(machines.map(({ name }) => name)),
      detail: actions.map((action) => quitDetails[action](namesOf(action))).join('\n'),
      buttons: [quit, cancel],
      defaultId: losesWork ? 1 : 0,
      cancelId: 1,
      noLink: true,
    }
    const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
    const { response } =
      window === undefined ? await dialog.showMessageBox(options) : await dialog.showMessageBox(window, options)
    return response === 0
  }
}
