import { usualHardware } from '#shared/hardware.ts'
import { eventKinds, type HostEvent } from '#shared/event.ts'
import { protocolVersion, type HostInfo, type Snapshot } from '#shared/host.ts'
import type { Job } from '#shared/job.ts'
import type { MachineSnapshot } from '#shared/snapshot.ts'
import { newMachine, type Machine, type MachineSample, type Template } from '#shared/machine.ts'
import { testEngine } from '../../fixtures/engine-facts.ts'

export function machine(values: Partial<Machine> = {}): Machine {
  const name = values.name ?? 'Lab 1'
  return {
    id: name.toLowerCase().replaceAll(' ', '-'),
    name,
    notes: '',
    state: 'Off',
    memory: 128,
    engine: testEngine.id,
    drives: [{ kind: 'dvd', at: 'ide1:0', media: { kind: 'none' } }],
    floppy: null,
    ...usualHardware,
    ...newMachine,
    folder: `/home/machines/${name}`,
    createdAt: '2026-01-02T03:04:05.000Z',
    problem: null,
    fault: null,
    ...values,
  }
}

export function aSnapshot(values: Partial<MachineSnapshot> = {}): MachineSnapshot {
  return {
    id: 'first',
    name: 'W2K8 - (1/19/2008 - 5:41:58 PM)',
    notes: '',
    parent: null,
    createdAt: '2008-01-19T17:42:06.000Z',
    hasState: false,
    memory: 64,
    drives: [{ kind: 'disk', at: 'ide0:0', path: '/disks/before.vhd' }],
    floppy: null,
    ...usualHardware,
    ...values,
  }
}

export function sample(values: Partial<MachineSample> = {}): MachineSample {
  return { time: 0, cpu: 50, process: 50, resident: 200 * 2 ** 20, uptime: 1, diskRead: 0, diskWritten: 0, ...values }
}

export const hostInfo: HostInfo = {
  id: '0b7b8a9c-2c5e-4d5f-8a3b-6f1e2d3c4b5a',
  name: 'NTB-GROTE',
  version: '0.1.0',
  protocol: protocolVersion,
  pid: 1,
  home: '/home',
  platform: 'linux',
  processors: 2,
  totalMemory: 3062,
  engines: [testEngine],
  startedAt: '2026-01-01T00:00:00.000Z',
  restriction: null,
}

export function template(values: Partial<Template> = {}): Template {
  return {
    name: 'lab-linux',
    description: { en: 'A small Linux', de: 'Ein kleines Linux' },
    media: 'dvd',
    memory: 96,
    available: true,
    version: '1',
    ...values,
  }
}

export function job(values: Partial<Job> = {}): Job {
  return {
    id: 'job',
    kind: 'compactDisk',
    path: '/disks/lab.vhd',
    machineId: null,
    machineName: null,
    user: 'chris',
    state: 'Running',
    cancellable: true,
    progress: 0,
    remaining: null,
    startedAt: '2026-01-02T03:04:05.000Z',
    endedAt: null,
    error: null,
    result: null,
    changes: [],
    ...values,
  }
}

export function event(values: Partial<HostEvent> = {}): HostEvent {
  return {
    id: 1,
    time: '2026-01-02T03:04:05.000Z',
    ...eventKinds[values.code ?? 'ENGINE_CRASHED'],
    code: 'ENGINE_CRASHED',
    machineId: 'lab-1',
    machineName: 'Lab 1',
    user: 'host',
    facts: { detail: 'out of memory' },
    changes: [],
    ...values,
  }
}

export function snapshot(values: Partial<Snapshot> = {}): Snapshot {
  return {
    host: hostInfo,
    settings: { machinesFolder: '/home/machines', disksFolder: '/home/disks', searchPaths: [] },
    machines: [],
    metrics: [],
    templates: [template()],
    preferences: {},
    ownTemplates: [],
    jobs: [],
    trash: [],
    remoteHosts: [],
    events: [],
    ...values,
  }
}
