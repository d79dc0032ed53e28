import type { Page } from '@playwright/test'
import type { CommandLine } from './command-line.ts'

/** A running console, in whichever shell: the specs know no more of it. */
export interface Console {
  /** On the data folder of this console's host. */
  readonly commandLine: CommandLine
  /** The manager, freshly loaded, as a new user sees it. */
  openManager(): Promise<Page>
  /** Does `act`, which connects to a machine; gives the page that then shows the connection. */
  connected(manager: Page, act: () => Promise<void>): Promise<Page>
  /** Does `act`, which asks for a file as this shell asks for one, and answers with `file`. */
  chooseFile(page: Page, file: string, act: () => Promise<void>): Promise<void>
  /** Leaves nothing of the last spec open. */
  reset(): Promise<void>
  close(): Promise<void>
}
