// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { locale } from '#renderer/i18n/index.ts'
import MachineDetails from '#renderer/consoles/hyper-v-manager/MachineDetails.vue'
import { useStateText } from '#renderer/machines/use-state-text.ts'
import type { Machine, MachineSample } from '#shared/machine.ts'
import { connectedConsole, inComponent } from './console.ts'
import { event, machine, sample } from './values.ts'

vi.mock('../../../renderer/charts/CpuGraph.vue', () => ({ default: { render: () => null } }))

async function facts(subject: Machine, samples: MachineSample[] = []) {
  const console = await connectedConsole({ machines: [subject], metrics: [{ machineId: subject.id, samples }] })
  const terms = console.mount(MachineDetails, { machine: subject }).findAll('dt')
  return Object.fromEntries(terms.map((term) => [term.text(), term.element.nextElementSibling?.textContent.trim()]))
}

describe('the details of a machine', () => {
  it('list its drives with what is in them', async () => {
    expect(
      await facts(
        machine({
          drives: [
            { kind: 'disk', at: 'ide0:0', path: '/disks/lab.vhd' },
            { kind: 'dvd', at: 'ide1:0', media: { kind: 'template', template: 'lab-linux' } },
            { kind: 'dvd', at: 'ide1:1', media: { kind: 'none' } },
          ],
          floppy: '/floppies/drivers.vfd',
        }),
      ),
    ).toMatchObject({
      'Hard Drive:': '/disks/lab.vhd',
      'DVD Drive (IDE 1:0):': 'Disc of the template lab-linux',
      'DVD Drive (IDE 1:1):': 'Empty',
      'Diskette Drive:': '/floppies/drivers.vfd',
    })
  })

  it('say what it has read and written, while it is on', async () => {
    const measured = sample({ diskRead: 123_456_789, diskWritten: 512 })
    const on = await facts(machine({ state: 'Running' }), [measured])
    expect(on['Disk I/O:']).toBe('Read: 117.74 MBWritten: 512 B')
    expect(await facts(machine())).not.toHaveProperty('Disk I/O:')
  })
})

describe('the state of a machine in words', () => {
  it('tells a machine that a fault has paused from one that its user did', async () => {
    const text = inComponent(await connectedConsole(), useStateText)
    const fault = event({ code: 'DISK_FULL', facts: { path: '/disks/lab.vhd' } })
    expect(text(machine({ state: 'Paused' }))).toBe('Paused')
    expect(text(machine({ state: 'Paused', fault: event({ level: 'Warning' }) }))).toBe('Paused')
    expect(text(machine({ state: 'Off', fault }))).toBe('Off')
    const paused = machine({ state: 'Paused', fault })
    expect(text(paused)).toBe('Paused-Critical')
    locale.value = 'de'
    expect(text(paused)).toBe('Kritisch angehalten')
    locale.value = 'en'
  })
})
