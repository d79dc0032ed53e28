import { describe, expect, it } from 'vitest'
import type { Attachment } from '#renderer/machines/settings/attachment.ts'
import { compareSteps, stepsBetween, type Step } from '#renderer/machines/settings/steps.ts'

const none: Attachment = { kind: 'none' }
const disk: Attachment = { kind: 'disk', path: '/a.vhd' }
const emptyDvd: Attachment = { kind: 'dvd', media: { kind: 'none' } }
const image = { kind: 'image', path: '/a.iso' } as const
const dvd: Attachment = { kind: 'dvd', media: image }
const attachDvd: Step = { kind: 'attach', drive: { kind: 'dvd' } }

describe('stepsBetween', () => {
  it.each<[string, Attachment, Attachment, Step[]]>([
    ['a disk plugged in', none, disk, [{ kind: 'attach', drive: disk }]],
    ['a drive plugged out', emptyDvd, none, [{ kind: 'detach' }]],
    ['a drive plugged in with a disc', none, dvd, [attachDvd, { kind: 'insert', media: image }]],
    ['a drive in place of a disk', disk, emptyDvd, [{ kind: 'replace', drive: { kind: 'dvd' } }]],
    [
      'a drive with a disc in place of a disk',
      disk,
      dvd,
      [
        { kind: 'replace', drive: { kind: 'dvd' } },
        { kind: 'insert', media: image },
      ],
    ],
    [
      'another disk',
      disk,
      { kind: 'disk', path: '/b.vhd' },
      [{ kind: 'replace', drive: { kind: 'disk', path: '/b.vhd' } }],
    ],
    ['a disc put in', emptyDvd, dvd, [{ kind: 'insert', media: image }]],
    ['a disc taken out', dvd, emptyDvd, [{ kind: 'eject' }]],
    [
      'a floppy disk put in',
      { kind: 'floppy', path: null },
      { kind: 'floppy', path: '/a.vfd' },
      [{ kind: 'insert', media: { kind: 'image', path: '/a.vfd' } }],
    ],
    [
      'a floppy disk taken out',
      { kind: 'floppy', path: '/a.vfd' },
      { kind: 'floppy', path: null },
      [{ kind: 'eject' }],
    ],
  ])('knows how to come to %s', (_, from, to, steps) => {
    expect(stepsBetween(from, to)).toEqual(steps)
  })
})

it('what gives a disk free comes before what takes it', () => {
  const plan = [
    stepsBetween(none, disk),
    stepsBetween(disk, emptyDvd),
    stepsBetween(emptyDvd, dvd),
    stepsBetween(disk, none),
  ]
  const kinds = plan.sort(compareSteps).map(([first]) => first?.kind)
  expect(kinds).toEqual(['detach', 'replace', 'attach', 'insert'])
})
