import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Question {
  readonly title: string
  readonly text: string
  /** Label of the button that carries it out. */
  readonly confirm: string
  /** Label of the button that leaves all as it is. */
  readonly cancel: string
}

interface Asked extends Question {
  readonly answer: (confirmed: boolean) => void
}

/** Asks before something that cannot be undone; one question at a time. */
export const useConfirmStore = defineStore('confirm', () => {
  const asked = shallowRef<Asked | null>(null)

  /** Resolves to true where the user confirms. */
  function ask(question: Question): Promise<boolean> {
    asked.value?.answer(false)
    return new Promise((resolve) => {
      asked.value = {
        ...question,
        answer: (confirmed) => {
          asked.value = null
          resolve(confirmed)
        },
      }
    })
  }

  return { asked, ask }
})
