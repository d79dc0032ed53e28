import type { TemplateTexts } from './template-texts.ts'

export const templatesDe: TemplateTexts = {
  group: 'eigene Vorlagen: Kopien virtueller Computer, aus denen weitere entstehen',
  commands: {
    create: 'eine Kopie eines virtuellen Computers, der ausgeschaltet oder gespeichert ist, als Vorlage aufbewahren',
    list: 'die Vorlagen auflisten, eigene und die von Viridian',
    show: 'alles über eine Vorlage anzeigen',
    delete: 'eine Vorlage endgültig löschen; fragt am Terminal vorher',
  },
  nameArgument: 'Name der Vorlage',
  options: {
    from: 'der virtuelle Computer, der kopiert wird; aus einem gespeicherten entstehen solche, die dort weitermachen',
    snapshot: 'der Snapshot, der statt des jetzigen Standes genommen wird: sein Name oder seine Kennung',
    description: 'wofür sie da ist; sonst die Notizen des virtuellen Computers',
  },
  columns: { name: 'Name', start: 'Ihre Computer', memory: 'Arbeitsspeicher', description: 'Beschreibung' },
  details: { description: 'Beschreibung', start: 'Ihre Computer' },
  starts: {
    goesOn: 'machen dort weiter, wo sie gespeichert wurde',
    anew: 'starten neu',
    disc: 'starten von ihrer CD/DVD',
    disk: 'starten von ihrer Festplatte',
    notBuilt: 'lassen sich noch nicht erstellen (npm start)',
  },
  stateDoesNotFit:
    'Der gespeicherte Zustand der Vorlage gehört zu einer anderen Version von Viridian: Löschen Sie den gespeicherten Zustand des Computers (vm delete-saved-state), um ihn neu zu starten.',
  createdMany: (names) => `Erstellt: ${names.map((name) => `„${name}“`).join(', ')}.`,
  made: (name, machine) => `Die Vorlage „${name}“ wurde aus „${machine}“ erstellt.`,
  deleted: (name) => `Die Vorlage „${name}“ wurde gelöscht.`,
  confirmDelete: (name) => `Die Vorlage „${name}“ endgültig löschen? [j/N] `,
}
