import { i18n } from '../i18n/index.ts'
import type { DvdMedia, MediaPosition } from '#shared/drive.ts'
import type { Machine } from '#shared/machine.ts'
import { separator, type Action, type MenuItem, type Submenu } from '../shell/action.ts'
import { fileName } from '../machines/drives/file-name.ts'
import { useHostFiles } from '../fields/host-files.ts'
import { useDriveText } from '../machines/drives/use-drive-text.ts'
import { useWhyNot } from '../machines/use-why-not.ts'
import { useDrivesStore } from '../stores/drives.store.ts'
import { useHostStore } from '../stores/host.store.ts'
import { useNoticesStore } from '../stores/notices.store.ts'

/** A drive that media go into. */
export interface MediaDrive {
  readonly at: MediaPosition
  /** As the menu names it. */
  readonly name: string
  readonly kind: 'disc' | 'floppy'
  readonly media: DvdMedia
}

/** The Media menu as that of Hyper-V's connection; `ask` is for the path of what to insert where no dialog of the system shows it. */
export function useMediaMenu(ask: (drive: MediaDrive) => unknown): (machine: Machine) => MenuItem[] {
  const { t } = i18n.global
  const drives = useDrivesStore()
  const host = useHostStore()
  const files = useHostFiles()
  const notices = useNoticesStore()
  const text = useDriveText()
  const whyNot = useWhyNot()

  function insert(machine: Machine, at: MediaPosition, media: DvdMedia): Promise<boolean> {
    return notices.attempt({ kind: 'insertMedia', machine: machine.name }, () => drives.insert(machine.id, at, media))
  }

  async function choose(machine: Machine, drive: MediaDrive): Promise<void> {
    const { at, kind, media } = drive
    if (!files.canChoose) {
      ask(drive)
      return
    }
    const suggestion = media.kind === 'image' ? media.path : ''
    const path = await files.choose({ kind, use: 'open', suggestion })
    if (path !== null) await insert(machine, at, { kind: 'image', path })
  }

  function subjectOf({ id }: Machine, at: MediaPosition): string {
    return `${id} ${at}`
  }

  function eject(machine: Machine, { at, media }: MediaDrive): Action {
    const name = media.kind === 'image' ? fileName(media.path) : media.kind === 'template' ? media.template : null
    return {
      kind: 'action',
      id: 'eject',
      subject: subjectOf(machine, at),
      label: name === null ? t('connection.media.ejectNothing') : t('connection.media.eject', { name }),
      whyNot: () => (name === null ? t('connection.media.empty') : whyNot.of(machine, 'changeMedia')),
      run: () => notices.attempt({ kind: 'ejectMedia', machine: machine.name }, () => drives.eject(machine.id, at)),
    }
  }

  /** The ready-made discs of the host, the one in the drive checked. */
  function discs(machine: Machine, { at, media }: MediaDrive): MenuItem[] {
    const templates = host.templates.filter((template) => template.media === 'dvd' && template.available)
    const items = templates.map(({ name }): Action => {
      return {
        kind: 'action',
        id: `template:${name}`,
        subject: subjectOf(machine, at),
        label: t('drives.template', { name }),
        checked: media.kind === 'template' && media.template === name,
        whyNot: () => whyNot.of(machine, 'changeMedia'),
        run: () => insert(machine, at, { kind: 'template', template: name }),
      }
    })
    return items.length === 0 ? [] : [separator('discs'), ...items]
  }

  function menuOf(machine: Machine, drive: MediaDrive): Submenu {
    return {
      kind: 'submenu',
      id: drive.at,
      label: drive.name,
      items: [
        {
          kind: 'action',
          id: 'insert',
          subject: subjectOf(machine, drive.at),
          label: t('connection.media.insert'),
          whyNot: () => whyNot.of(machine, 'changeMedia'),
          run: () => choose(machine, drive),
        },
        eject(machine, drive),
        ...(drive.kind === 'disc' ? discs(machine, drive) : []),
      ],
    }
  }

  return (machine) => {
    const dvds = machine.drives.flatMap((drive): MediaDrive[] =>
      drive.kind === 'dvd'
        ? [{ at: drive.at, name: text.name(drive, machine.drives), kind: 'disc', media: drive.media }]
        : [],
    )
    const floppy: MediaDrive = {
      at: 'floppy',
      name: t('drives.kinds.floppy'),
      kind: 'floppy',
      media: machine.floppy === null ? { kind: 'none' } : { kind: 'image', path: machine.floppy },
    }
    return [...dvds, floppy].map((drive) => menuOf(machine, drive))
  }
}
