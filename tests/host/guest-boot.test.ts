import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeGuest } from '#build/guest/make-guest.mjs'
import { labDisc, PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'

describe('the lab guest with 64 MB', () => {
  let on: PoweredOn
  let com1: SerialReader

  beforeAll(async () => {
    await makeGuest()
    on = await PoweredOn.start({ dvd: labDisc, memory: 64 })
    com1 = await on.serial()
    await com1.read(/lab-linux:~# /)
  })
  afterAll(() => on.machine.turnOff())

  it('has a shell on the screen, too, below its greeting', async () => {
    await on.screenShows('lab-linux:~#')
    expect((await on.machine.screenText()).join('\n')).toContain('Welcome to lab-linux (Debian 12')
  })

  it('has drivers for network, disc and power button', async () => {
    expect(await com1.run('until [ -e /sys/class/net/eth0 ] && pidof acpid; do sleep 1; done')).toMatch(/^\d+$/m)
    expect(
      await com1.run('until mount /media/cdrom; do sleep 1; done; ls /media/cdrom; umount /media/cdrom'),
    ).toContain('licences')
  })

  it('runs the load tool', async () => {
    expect(await com1.run('stress --cpu 1 --timeout 1')).toContain('successful run completed')
  })

  it('makes, fills and checks an ext4 file system', async () => {
    await com1.run('truncate -s 8M /tmp/disk && mke2fs -q -t ext4 /tmp/disk && mount -o loop /tmp/disk /mnt')
    expect(await com1.run('cp /bin/busybox /mnt && sync && cmp /bin/busybox /mnt/busybox && echo same')).toContain(
      'same',
    )
    const checked = await com1.run('umount /mnt; e2fsck -fn /tmp/disk; echo "checked: $?"')
    expect(checked).toContain('checked: 0')
  })

  it('pings itself', async () => {
    expect(await com1.run('ping -c 1 127.0.0.1')).toContain('1 packets received')
  })

  it('goes off by the command that the guest agent gives', async () => {
    com1.stream.write('shutdown -h -P +0 "from the host"\n')
    await on.until(() => on.reasons.length > 0)
    expect(on.reasons).toEqual([{ kind: 'guest' }])
  })
})
