import type { UndoDiskMessages } from './messages.en.ts'

export const undoDisksDe: UndoDiskMessages = {
  label: 'Rückgängig-Datenträger',
  labelled: 'Rückgängig-Datenträger:',
  disabled: 'Deaktiviert',
  enabled: 'Aktiviert',
  enabledWhen: 'Aktiviert. {when}',
  present: 'Was seitdem geschrieben wurde, steht darin, bis es übernommen oder verworfen wird.',
  actions: {
    commit: 'Rückgängig-Datenträger übernehmen …',
    discard: 'Rückgängig-Datenträger verwerfen …',
  },
  page: {
    intro:
      'Mit Rückgängig-Datenträgern wird nichts auf die virtuellen Festplatten des virtuellen Computers geschrieben. Was sein Gast schreibt, kommt auf Rückgängig-Datenträger daneben, bis Sie entscheiden, was daraus wird.',
    enable: 'Rückgängig-Datenträger aktivieren',
    enableHint: 'Sie gelten für alle Festplatten des virtuellen Computers.',
    whenOff: 'Wenn der virtuelle Computer ausgeht:',
    actions: {
      ask: 'Nachfragen, was zu tun ist',
      keep: 'Die Rückgängig-Datenträger behalten',
      commit: 'Übernehmen: Die Änderungen werden auf die virtuellen Festplatten geschrieben',
      discard:
        'Immer verwerfen: Jeder Start beginnt mit denselben Datenträgern, wie man es im Labor oder Unterricht braucht',
    },
  },
  when: {
    ask: 'Fragt nach, was zu tun ist, wenn er ausgeht.',
    keep: 'Werden behalten, wenn er ausgeht.',
    commit: 'Werden übernommen, wenn er ausgeht.',
    discard: 'Werden immer verworfen, wenn er ausgeht.',
  },
  confirm: {
    commit: {
      title: 'Rückgängig-Datenträger übernehmen',
      text: 'Möchten Sie die Rückgängig-Datenträger des virtuellen Computers „{name}“ wirklich übernehmen? Was geschrieben wurde, seit es sie gibt, kommt auf seine virtuellen Festplatten und lässt sich dann nicht mehr rückgängig machen.',
      confirm: 'Übernehmen',
      cancel: 'Nicht übernehmen',
    },
    discard: {
      title: 'Rückgängig-Datenträger verwerfen',
      text: 'Möchten Sie die Rückgängig-Datenträger des virtuellen Computers „{name}“ wirklich verwerfen? Alles geht verloren, was geschrieben wurde, seit es sie gibt; seine virtuellen Festplatten sind wie zuvor.',
      confirm: 'Verwerfen',
      cancel: 'Nicht verwerfen',
    },
    wentOff: {
      title: 'Rückgängig-Datenträger',
      text: 'Der virtuelle Computer „{name}“ ist ausgegangen. Was soll aus dem werden, was auf seine Rückgängig-Datenträger geschrieben wurde? Behalten Sie es, ist es beim nächsten Start wieder da.',
      commit: 'Übernehmen',
      discard: 'Verwerfen',
      cancel: 'Behalten',
    },
  },
}
