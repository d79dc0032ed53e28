import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

export interface Choices<Answer extends string> {
  readonly title: string
  readonly text: string
  /** The buttons that do something, in their order. */
  readonly answers: readonly { readonly id: Answer; readonly label: string }[]
  /** Label of the button that leaves all as it is. */
  readonly cancel: string
}

export interface Question extends Pick<Choices<never>, 'title' | 'text' | 'cancel'> {
  /** Label of the button that carries it out. */
  readonly confirm: string
}

interface Asked extends Choices<string> {
  readonly key: symbol
  /** Null leaves all as it is. */
  readonly answer: (id: string | null) => void
}

/** Asks before something that cannot be undone; one question after the other. */
export const useConfirmStore = defineStore('confirm', () => {
  const waiting = shallowRef<readonly Asked[]>([])
  const asked = computed(() => waiting.value[0] ?? null)

  /** Resolves to the answer; to null where all is to stay as it is, or the signal withdraws the question. */
  function choose<Answer extends string>(choices: Choices<Answer>, signal?: AbortSignal): Promise<Answer | null> {
    return new Promise((resolve) => {
      const question: Asked = {
        ...choices,
        key: Symbol(),
        answer: (id) => {
          waiting.value = waiting.value.filter((each) => each !== question)
          resolve(id as Answer | null)
        },
      }
      waiting.value = [...waiting.value, question]
      signal?.addEventListener('abort', () => question.answer(null), { once: true })
    })
  }

  /** Resolves to true where the user confirms. */
  async function ask({ confirm, ...question }: Question): Promise<boolean> {
    return (await choose({ ...question, answers: [{ id: 'confirm', label: confirm }] })) !== null
  }

  return { asked, choose, ask }
})
