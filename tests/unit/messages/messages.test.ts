import { describe, expect, it } from 'vitest'
import { errorFacts, ViridianError, type ErrorCode } from '#shared/errors.ts'
import { eventCategories, eventCodes, eventKinds, type HostEvent } from '#shared/event.ts'
import { machineStates } from '#shared/machine-state.ts'
import {
  asKnownError,
  categoryName,
  describeError,
  describeEvent,
  localeFor,
  locales,
  stateName,
} from '#shared/messages/index.ts'

/** Facts that satisfy any code: each value is recognisable in a sentence. */
const facts = {
  name: 'Lab 7',
  command: 'start',
  state: 'Paused',
  file: '/machines/lab/machine.json',
  detail: 'the detail',
  path: '/images/x.iso',
  expected: 70001,
  actual: 60002,
  memory: 4003,
  available: 2004,
  character: 'ß',
  issues: [{ path: 'name', message: 'is too long' }],
  size: 80005,
  at: 'ide0:1',
  id: 'job-17',
  snapshot: 'Before the update',
  limit: 5006,
  machines: ['Copy 8'],
  folders: ['/discs'],
  seconds: 7007,
  engine: 'qemu',
  what: 'memory',
  wanted: 90009,
  minimum: 11,
  maximum: 8008,
  ability: 'savedStates',
  reason: 'ADDRESS_SPACE',
  address: '127.0.0.1:8006',
  hostVersion: '2.3.4',
  hostProtocol: 9009,
  protocol: 10_010,
} as const

/** Facts that stand for words of the language. */
const codesAmongFacts = ['command', 'state', 'problem', 'what', 'ability', 'reason']

/** Its facts are those of one of many problems. */
const diskFacts = { problem: 'NO_SPACE', path: facts.path }
const stateFacts = { problem: 'DAMAGED', name: facts.name, detail: facts.detail }
const packageFacts = { problem: 'DAMAGED', path: facts.path, detail: facts.detail }
const folderFacts = { problem: 'NOT_WRITABLE', path: facts.path, detail: facts.detail }
const factsOfProblems: Partial<Record<ErrorCode, object>> = {
  DISK_FAILED: diskFacts,
  SNAPSHOT_MEDIA_CHANGED: { name: facts.name, snapshot: facts.snapshot, paths: [facts.path] },
  SNAPSHOT_STATE_UNUSABLE: { problem: 'DAMAGED', name: facts.name, snapshot: facts.snapshot, detail: facts.detail },
  STATE_UNUSABLE: stateFacts,
  PACKAGE_UNUSABLE: packageFacts,
  FOLDER_UNUSABLE: folderFacts,
  HOST_READ_ONLY: { home: facts.path, problem: 'full', detail: facts.detail },
}
const factsOf = (code: ErrorCode) => errorFacts[code].parse(factsOfProblems[code] ?? facts)

const codes = Object.keys(errorFacts) as ErrorCode[]

/** Of every event; what a sentence leaves out of them is tested where it matters. */
const manyFacts = {
  to: '/home/host.lock.damaged',
  count: 3,
  files: 'snapshots/lab.avhd',
  detail: 'the detail',
  means: 'powerButton',
  seconds: 12,
  signal: 'SIGKILL',
  reason: 'none',
  path: facts.path,
  parent: '/disks/base.vhd',
  folder: '/machines/lab',
  drive: 'disk',
  at: 'ide0:1',
  volume: '/home',
  template: 'Base',
  hostName: 'lab-7',
  free: 17,
  job: 'compactDisk',
  file: '/disks/lab.vhd',
  version: '9.9.9',
  snapshot: 'Before',
  restarts: 3,
  minutes: 10,
  name: 'laptop',
  address: facts.address,
}

function eventOf(code: HostEvent['code'], eventFacts: HostEvent['facts'] = {}): HostEvent {
  return {
    id: 1,
    time: '2026-01-01T00:00:00Z',
    code,
    ...eventKinds[code],
    machineId: 'm1',
    machineName: 'Lab 7',
    user: 'chris',
    facts: { ...manyFacts, ...eventFacts },
    changes: [],
  }
}

describe('describeError', () => {
  it.each(locales.flatMap((locale) => codes.map((code) => ({ locale, code }))))(
    'tells every fact of $code in $locale',
    ({ locale, code }) => {
      const own = factsOf(code)
      const text = describeError({ code, facts: own }, locale)
      for (const [name, value] of Object.entries(own)) {
        if (typeof value === 'string' && !codesAmongFacts.includes(name)) expect(text).toContain(value)
        if (typeof value === 'number') expect(text).toContain(String(value))
      }
      expect(text).toMatch(/[.!]$/)
      expect(text).not.toMatch(/undefined|\[object|\$\{|_/)
    },
  )

  it.each(locales)('ends a detail that is a sentence of its own with one full stop in %s', (locale) => {
    const detail = 'The guest does not read its keyboard.'
    expect(describeError(new ViridianError('ENGINE_FAILED', { name: 'Lab', detail }), locale)).not.toContain('..')
    expect(describeEvent(eventOf('ENGINE_CRASHED', { detail }), locale)).not.toContain('..')
    const unfinished = new ViridianError('INTERNAL', { detail: 'and so on...' })
    expect(describeError(unfinished, locale)).toContain('and so on...')
  })

  it('differs between the languages for every code', () => {
    for (const code of codes) {
      const error = { code, facts: factsOf(code) }
      expect(describeError(error, 'de')).not.toBe(describeError(error, 'en'))
    }
  })

  it('names state and remedy of a refused command', () => {
    const error = new ViridianError('STATE_CONFLICT', { name: 'Lab', command: 'delete', state: 'Running' })
    expect(describeError(error, 'en')).toContain('cannot be deleted while its state is Running. Turn it off first.')
    expect(describeError(error, 'de')).toContain(
      'im Zustand „Ausgeführt“ nicht gelöscht werden. Schalten Sie ihn zuerst aus.',
    )
  })

  it.each([
    ['start', 'Running', 'There is nothing to do.'],
    ['turnOff', 'Off', 'There is nothing to do.'],
    ['start', 'Paused', 'Resume it.'],
    ['type', 'Paused', 'Resume it.'],
    ['pause', 'Off', 'Start it first.'],
    ['connect', 'Off', 'Start it first.'],
    ['delete', 'Paused', 'Turn it off first.'],
    ['delete', 'Stopping', 'Try again'],
    ['pause', 'Starting', 'Try again'],
  ] as const)('says what to do where %s is refused in state %s', (command, state, remedy) => {
    expect(describeError(new ViridianError('STATE_CONFLICT', { name: 'Lab', command, state }), 'en')).toContain(remedy)
  })

  it('recognises what oRPC makes of a known error, and only that', () => {
    const overTheWire = Object.assign(new Error('x'), { code: 'MEDIA_NOT_ISO', data: { path: '/a.iso' } })
    expect(asKnownError(overTheWire)).toEqual({ code: 'MEDIA_NOT_ISO', facts: { path: '/a.iso' } })
    expect(asKnownError({ code: 'MEDIA_NOT_ISO', data: { wrong: 1 } })).toBeNull()
    expect(asKnownError({ code: 'toString', data: {} })).toBeNull()
    expect(asKnownError(new Error('boom'))).toBeNull()
    expect(describeError(new Error('boom'), 'en')).toContain('boom')
  })
})

describe('describeEvent', () => {
  it.each(locales.flatMap((locale) => eventCodes.map((code) => ({ locale, code }))))(
    'says $code in $locale with the machine named',
    ({ locale, code }) => {
      const text = describeEvent(eventOf(code), locale)
      const isOfMachine = !['Host', 'Security', 'Job'].includes(eventKinds[code].category) && !/^DISK_SPACE/.test(code)
      if (isOfMachine) expect(text).toContain('Lab 7')
      expect(text).not.toMatch(/undefined|\?/)
    },
  )

  it('says why a machine ended', () => {
    expect(describeEvent(eventOf('ENGINE_HUNG'), 'en')).toContain('12 seconds')
    expect(describeEvent(eventOf('ENGINE_KILLED'), 'de')).toContain('SIGKILL')
    expect(describeEvent(eventOf('ENGINE_CRASHED'), 'en')).toContain('the detail')
  })

  it('tells the cause of a failed start by its own sentence, else by its detail', () => {
    const missing = eventOf('START_FAILED', { error: 'MEDIA_NOT_FOUND', path: '/gone.iso' })
    expect(describeEvent(missing, 'en')).toContain('The CD/DVD image /gone.iso does not exist')
    expect(describeEvent(eventOf('START_FAILED'), 'de')).toContain('the detail')
  })

  it("tells the system's word for what went wrong with a disk", () => {
    const facts = { error: 'DISK_FAILED', problem: 'IO', path: '/disks/lab.vhd', reason: 'EIO' }
    for (const locale of locales) {
      expect(describeEvent(eventOf('DISK_ACCESS_FAILED', facts), locale)).toContain('(EIO)')
    }
  })
})

describe('the kinds of events', () => {
  it('have numbers of their own', () => {
    const ids = Object.values(eventKinds).map(({ eventId }) => eventId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('have categories with names in both languages', () => {
    for (const category of eventCategories) {
      for (const locale of locales) expect(categoryName(category, locale)).not.toBe('')
    }
  })
})

describe('names', () => {
  it('has a name for every state in both languages, English as in the table', () => {
    for (const state of machineStates) {
      expect(stateName(state, 'en')).toBe(state)
      expect(stateName(state, 'de')).not.toBe(state)
    }
    expect(stateName('Paused', 'de')).toBe('Angehalten')
  })

  it.each([
    ['de_DE.UTF-8', 'de'],
    ['de-AT', 'de'],
    ['DE', 'de'],
    ['den', 'en'],
    ['en_US.UTF-8', 'en'],
    ['C', 'en'],
    ['', 'en'],
  ])('takes %s for %s', (tag, locale) => {
    expect(localeFor(tag)).toBe(locale)
  })
})
