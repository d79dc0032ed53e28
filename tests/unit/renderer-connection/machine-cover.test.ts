// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Component } from 'vue'
import { coverOf } from '#renderer/connection/cover.ts'
import MachineCover from '#renderer/connection/MachineCover.vue'
import { i18n } from '#renderer/i18n/index.ts'
import { event } from '../renderer/values.ts'
import { machine } from './machine.ts'

describe('the cover of a machine', () => {
  it('says why the machine stands still', () => {
    const fault = event({ code: 'DISK_FULL', facts: { path: '/disks/lab.vhd' } })
    const cover = mount(MachineCover as Component, {
      props: {
        cover: coverOf(machine({ state: 'Paused', fault }), 'connected', true),
        name: 'Lab 1',
        remedy: null,
      },
      global: { plugins: [i18n] },
    })
    expect(cover.text()).toContain('The virtual machine “Lab 1” is paused.')
    expect(cover.text()).toContain('there is no room left for /disks/lab.vhd')
  })
})
