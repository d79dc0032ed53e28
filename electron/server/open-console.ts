import { spawn } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { writePrivate } from '#electron/host/private-file.ts'

/** True where a window can be shown. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}

export function consolePagePath(home: string): string {
  return path.join(home, 'open-console.html')
}

/** Base64url and digits are all that is in our addresses. */
function page(url: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Viridian</title>
<a href="${url}">Viridian</a>
`
}

/**
 * Opens an address with a one-time token in the browser of whoever runs this process. Every user of the computer sees the
 * arguments of programs, so the browser is given a file that leads there and only its owner can read. Resolves with false
 * where there is no browser to be started; rejects where the file cannot be written.
 */
export async function openConsole(home: string, url: string, start: typeof spawn = spawn): Promise<boolean> {
  if (!hasDisplay()) return false
  const file = consolePagePath(home)
  await writePrivate(file, page(url))
  const address = pathToFileURL(file).href
  const [command, words] =
    process.platform === 'darwin'
      ? ['open', [address]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', address]]
        : ['xdg-open', [address]]
  return new Promise((resolve) => {
    const browser = start(command, words, { stdio: 'ignore', detached: true })
    browser.once('error', () => resolve(false))
    browser.once('spawn', () => resolve(true))
    browser.unref()
  })
}
