import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { bootSector } from '#tests/fixtures/boot-disc.ts'
import { CommandLine, firstLine } from '#tests/fixtures/command-line.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** Says something on COM1 and goes round for ever: mov dx, 0x3f8; mov al, 'x'; out dx, al; jmp to itself. */
const sayOnce = [0xba, 0xf8, 0x03, 0xb0, 0x78, 0xee, 0xeb, 0xfe]

describe('a command', () => {
  it.skipIf(process.platform === 'win32')('fails where its output has no room', async () => {
    const program = path.join(import.meta.dirname, '../../dist/cli/viridian.js')
    const full = await open('/dev/full', 'w')
    const child = spawn(process.execPath, [program, '--help'], { stdio: ['ignore', full.fd, 'pipe'] })
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const [code] = (await once(child, 'close')) as [number | null]
    await full.close()
    expect(code).toBe(1)
    expect(stderr).toContain('ENOSPC')
  })

  it('fails where it is joined with a serial port and the host is killed', async () => {
    const home = await temporaryFolder()
    const viridian = new CommandLine(home)
    const host = viridian.spawn('serve')
    await firstLine(host)
    const floppy = path.join(home, 'a.vfd')
    const image = new Uint8Array(1_474_560)
    image.set(bootSector(sayOnce))
    await writeFile(floppy, image)
    await viridian.json('vm', 'create', 'lab', '--floppy', floppy, '--memory', '16', '--start')
    const console = viridian.spawn('vm', 'console', 'lab', '--quiet', '100000')
    let stderr = ''
    console.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    // It is joined once what the guest has said is there.
    if (console.stdout !== null) await once(console.stdout, 'data')
    host.kill('SIGKILL')
    const [code] = (await once(console, 'close')) as [number | null]
    expect(code).toBe(1)
    expect(stderr).not.toBe('')
  })
})
