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
