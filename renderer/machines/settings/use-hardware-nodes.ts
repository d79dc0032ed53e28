import { i18n } from '../../i18n/index.ts'
import { computed, type Component, type ComputedRef } from 'vue'
import { controllersOf, positionsOn, type Controller, type DrivePosition, type DvdMedia } from '#shared/drive.ts'
import { formatMegabytes } from '#shared/format.ts'
import type { Machine } from '#shared/machine.ts'
import { fileName } from '../drives/file-name.ts'
import {
  ControllerIcon,
  DvdDriveIcon,
  FloppyDriveIcon,
  HardDriveIcon,
  MemoryIcon,
  SerialPortIcon,
} from '../drives/icons.ts'
import type { SettingsNode } from './settings-node.ts'
import ControllerPage from './pages/ControllerPage.vue'
import DvdDrivePage from './pages/DvdDrivePage.vue'
import FloppyPage from './pages/FloppyPage.vue'
import HardDrivePage from './pages/HardDrivePage.vue'
import SerialPortPage from './pages/SerialPortPage.vue'
import type { HardwareDraft } from './use-hardware-draft.ts'

export function controllerNodeId({ kind, controller }: Controller): string {
  return `${kind}${controller}`
}

/** What the pages of controllers and drives ask of the dialog. */
export interface HardwareHandlers {
  readonly add: (position: DrivePosition, kind: 'disk' | 'dvd') => void
  readonly remove: (position: DrivePosition) => void
}

/** How much memory there is, and the page on it. */
export interface MemoryPart {
  readonly megabytes: () => number
  readonly page: Component
  readonly props: () => Readonly<Record<string, unknown>>
}

/** The hardware of a machine as Hyper-V's settings list it, with the changes that are not applied yet. */
export function useHardwareNodes(
  machine: () => Machine,
  draft: HardwareDraft,
  memory: MemoryPart,
  handlers: HardwareHandlers,
): ComputedRef<readonly SettingsNode[]> {
  const { t } = i18n.global

  function file(path: string | null): string {
    return path === null || path.trim() === '' ? t('machineSettings.none') : fileName(path.trim())
  }

  function mediaName(media: DvdMedia): string {
    return media.kind === 'template' ? media.template : file(media.kind === 'image' ? media.path : null)
  }

  function driveNode(position: DrivePosition): SettingsNode[] {
    const attachment = draft.at(position)
    const node = { id: position, level: 2, props: { draft, position, onRemove: handlers.remove } } as const
    if (attachment.kind === 'disk') {
      const label = t('drives.kinds.disk')
      return [{ ...node, label, detail: file(attachment.path), icon: HardDriveIcon, page: HardDrivePage }]
    }
    if (attachment.kind === 'dvd') {
      const label = t('drives.kinds.dvd')
      return [{ ...node, label, detail: mediaName(attachment.media), icon: DvdDriveIcon, page: DvdDrivePage }]
    }
    return []
  }

  function controllerNodes(controller: Controller): SettingsNode[] {
    return [
      {
        id: controllerNodeId(controller),
        level: 1,
        label: t(`machineSettings.controllers.${controller.kind}`, { controller: controller.controller }),
        detail: '',
        icon: ControllerIcon,
        page: ControllerPage,
        props: { draft, controller, onAdd: handlers.add },
      },
      ...positionsOn(controller).flatMap(driveNode),
    ]
  }

  function floppyDetail(): string {
    const attachment = draft.at('floppy')
    return file(attachment.kind === 'floppy' ? attachment.path : null)
  }

  return computed(() => [
    {
      id: 'memory',
      level: 1,
      label: t('machineSettings.memory'),
      detail: formatMegabytes(memory.megabytes()),
      icon: MemoryIcon,
      page: memory.page,
      props: memory.props(),
    },
    ...controllersOf(machine()).flatMap(controllerNodes),
    {
      id: 'com1',
      level: 1,
      label: t('machineSettings.com1'),
      detail: t('machineSettings.serialConsole'),
      icon: SerialPortIcon,
      page: SerialPortPage,
      props: { machine: machine() },
    },
    {
      id: 'floppy',
      level: 1,
      label: t('drives.kinds.floppy'),
      detail: floppyDetail(),
      icon: FloppyDriveIcon,
      page: FloppyPage,
      props: { draft },
    },
  ])
}
