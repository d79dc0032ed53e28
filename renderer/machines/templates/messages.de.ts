import type { TemplateMessages } from './messages.en.ts'

export const templatesDe: TemplateMessages = {
  actions: { save: 'Als Vorlage speichern …', list: 'Vorlagen …' },
  save: {
    title: 'Als Vorlage speichern',
    cold: 'Eine vollständige Kopie von „{name}“ wird aufbewahrt. Virtuelle Computer, die daraus entstehen, teilen sich ihre Festplatten und starten neu.',
    warm: 'Eine vollständige Kopie von „{name}“ wird aufbewahrt, mit dem, was er gerade tat, als er gespeichert wurde. Virtuelle Computer, die daraus entstehen, teilen sich ihre Festplatten und machen dort weiter.',
    description: 'Beschreibung:',
    confirm: 'Speichern',
  },
  kinds: {
    warm: 'Macht dort weiter, wo sie gespeichert wurde, statt neu zu starten: gleich bereit.',
    cold: 'Startet neu, von einer Kopie ihrer Festplatten.',
    unfit:
      'Ihr gespeicherter Zustand gehört zu einer anderen Version von Viridian: Löschen Sie den des neuen virtuellen Computers, um ihn neu zu starten.',
  },
  wizard: { template: 'Vorlage {name}', label: 'Vorlage:' },
  title: 'Vorlagen',
  intro:
    'Virtuelle Computer, die Sie aufbewahren, um weitere daraus zu machen. „Neu ▸ Virtueller Computer“ bietet sie an.',
  none: 'Es gibt noch keine Vorlagen. Speichern Sie einen virtuellen Computer als Vorlage, während er ausgeschaltet oder gespeichert ist.',
  columns: { name: 'Name', start: 'Ihre virtuellen Computer', createdAt: 'Erstellt' },
  starts: { warm: 'Machen dort weiter, wo sie gespeichert wurde', cold: 'Starten neu' },
  delete: 'Löschen',
  deleteOf: '{name} löschen',
  sure: {
    title: 'Vorlage löschen',
    text: 'Die Vorlage „{name}“ endgültig löschen?',
    confirm: 'Löschen',
    cancel: 'Nicht löschen',
  },
}
