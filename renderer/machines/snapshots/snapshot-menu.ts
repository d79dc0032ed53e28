import { i18n } from '../../i18n/index.ts'
import type { Machine } from '#shared/machine.ts'
import { subtreeOf, type MachineSnapshot } from '#shared/snapshot.ts'
import { useConfirmStore } from '../../dialogs/confirm.store.ts'
import { useDialogs } from '../../dialogs/dialogs.store.ts'
import { useHelpStore } from '../../dialogs/help.store.ts'
import { always, separator, type Action, type MenuItem } from '../../shell/action.ts'
import { HelpIcon } from '../../shell/icons.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
import { useSnapshotsStore } from '../../stores/snapshots.store.ts'
import { SettingsIcon } from '../drives/icons.ts'
import { DeleteIcon, NameIcon } from '../icons.ts'
import { CloneIcon, ExportIcon } from '../transfer/icons.ts'
import { useSelectionStore } from '../selection.store.ts'
import { useWhyNot } from '../use-why-not.ts'
import { useAskDespite } from './ask-despite.ts'
import { ApplyIcon, DeleteSubtreeIcon } from './icons.ts'

interface Names extends Record<string, string> {
  name: string
  snapshot: string
}

/** The actions on a snapshot in Hyper-V Manager's order, for the Actions pane and the context menu alike. */
export function useSnapshotMenu(): (machine: Machine, snapshot: MachineSnapshot) => MenuItem[] {
  const { t } = i18n.global
  const snapshots = useSnapshotsStore()
  const machines = useMachinesStore()
  const confirm = useConfirmStore()
  const help = useHelpStore()
  const dialogs = useDialogs()
  const selection = useSelectionStore()
  const whyNot = useWhyNot()
  const askDespite = useAskDespite()

  /** A question follows the names of what it is about. */
  function questionOn({ id, name }: Machine, snapshot: MachineSnapshot, text: (names: Names) => string) {
    const machineNow = () => machines.find(id)
    const about = () => machineNow()?.snapshots.find((each) => each.id === snapshot.id) ?? null
    return {
      about,
      text: () => text({ name: machineNow()?.name ?? name, snapshot: about()?.name ?? snapshot.name }),
    }
  }

  async function apply(machine: Machine, snapshot: MachineSnapshot): Promise<void> {
    const canTake = whyNot.of(machine, 'takeSnapshot') === null
    const answer = await confirm.choose({
      title: t('snapshots.confirm.apply.title'),
      ...questionOn(machine, snapshot, (names) => t('snapshots.confirm.apply.text', names)),
      answers: [
        ...(canTake ? [{ id: 'takeAndApply', label: t('snapshots.confirm.apply.takeAndApply') } as const] : []),
        { id: 'apply', label: t('snapshots.confirm.apply.apply') },
      ],
      cancel: t('snapshots.confirm.apply.cancel'),
    })
    if (answer === null) return
    // Where it could not be kept, what the machine is now must not be lost.
    if (answer === 'takeAndApply' && !(await snapshots.take(machine.id))) return
    await snapshots.apply(machine.id, snapshot.id, askDespite)
  }

  async function remove(machine: Machine, snapshot: MachineSnapshot, subtree: boolean): Promise<void> {
    const texts = subtree ? 'snapshots.confirm.deleteSubtree' : 'snapshots.confirm.delete'
    const count = subtreeOf(machine.snapshots, snapshot.id).length
    const question = {
      title: t(`${texts}.title`),
      ...questionOn(machine, snapshot, (names) => t(`${texts}.text`, { ...names, count })),
      confirm: t(`${texts}.confirm`),
      cancel: t(`${texts}.cancel`),
    }
    if (await confirm.ask(question)) await snapshots.remove(machine.id, snapshot.id, subtree)
  }

  return (machine, snapshot) => {
    const action = (id: string, more: Omit<Action, 'kind' | 'id' | 'subject'>): Action => ({
      kind: 'action',
      id,
      subject: snapshot.id,
      ...more,
    })
    return [
      action('snapshotSettings', {
        label: t('snapshots.actions.settings'),
        icon: SettingsIcon,
        whyNot: () => whyNot.offline(),
        run: () => dialogs.open({ kind: 'snapshotSettings', machineId: machine.id, snapshotId: snapshot.id }),
      }),
      separator('beforeApply'),
      action('applySnapshot', {
        label: t('snapshots.actions.apply'),
        icon: ApplyIcon,
        whyNot: () => whyNot.of(machine, 'applySnapshot'),
        run: () => apply(machine, snapshot),
      }),
      // Nobody writes to its files: it can be copied whatever the machine does.
      action('exportSnapshot', {
        label: t('transfer.actions.export'),
        icon: ExportIcon,
        whyNot: () => whyNot.offline(),
        run: () => dialogs.open({ kind: 'export', machineId: machine.id, snapshotId: snapshot.id }),
      }),
      action('cloneSnapshot', {
        label: t('transfer.actions.clone'),
        icon: CloneIcon,
        whyNot: () => whyNot.offline(),
        run: () => dialogs.open({ kind: 'clone', machineId: machine.id, snapshotId: snapshot.id }),
      }),
      separator('beforeRename'),
      action('renameSnapshot', {
        label: t('snapshots.actions.rename'),
        icon: NameIcon,
        shortcut: 'F2',
        whyNot: () => whyNot.offline(),
        run: () => (selection.renamingId = snapshot.id),
      }),
      separator('beforeDelete'),
      action('deleteSnapshot', {
        label: t('snapshots.actions.delete'),
        icon: DeleteIcon,
        shortcut: 'Delete',
        whyNot: () => whyNot.of(machine, 'deleteSnapshot'),
        run: () => remove(machine, snapshot, false),
      }),
      action('deleteSubtree', {
        label: t('snapshots.actions.deleteSubtree'),
        icon: DeleteSubtreeIcon,
        whyNot: () => whyNot.of(machine, 'deleteSnapshot'),
        run: () => remove(machine, snapshot, true),
      }),
      separator('beforeHelp'),
      action('snapshotHelp', {
        label: t('actions.help'),
        icon: HelpIcon,
        isHelp: true,
        whyNot: always,
        run: () => (help.open = 'topics'),
      }),
    ]
  }
}
