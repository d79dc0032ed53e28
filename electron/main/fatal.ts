import { app, dialog } from 'electron'
import { HostInUse } from '#electron/host/open-host.ts'
import { isServerError } from '#electron/server/errors.ts'
import { describeServerError } from '#electron/server/messages.ts'
import { describeError, localeFor, type Locale } from '#shared/messages/index.ts'
import { ListenInvalid } from './command-line.ts'
import { desktopMessages } from './messages.ts'

/** The language of the system, where it is one of ours. */
export function systemLocale(): Locale {
  return localeFor(app.getLocale())
}

function describe(error: unknown, locale: Locale): string {
  if (error instanceof HostInUse) return desktopMessages[locale].hostInUse(error.home)
  if (error instanceof ListenInvalid) return desktopMessages[locale].listenInvalid
  if (isServerError(error)) return describeServerError(error, locale)
  return describeError(error, locale)
}

/** Says why the application cannot go on, and ends it. */
export function fail(error: unknown): void {
  console.error(error)
  const locale = systemLocale()
  dialog.showErrorBox(desktopMessages[locale].startFailed, describe(error, locale))
  app.exit(1)
}

let reporting = false

/**
 * Says that something went wrong where the application, and the machines in it, can go on. One box at a time, and one
 * that does not hold up the host.
 */
export function report(error: unknown): void {
  console.error(error)
  if (reporting) return
  reporting = true
  const locale = systemLocale()
  const { unexpectedFailure } = desktopMessages[locale]
  void dialog
    .showMessageBox({ type: 'error', message: unexpectedFailure, detail: describe(error, locale) })
    .catch(console.error)
    .finally(() => (reporting = false))
}
