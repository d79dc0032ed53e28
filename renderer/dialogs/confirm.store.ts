import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { watchSubject } from '../stores/dialog-subject.ts'

export interface Choices<Answer extends string> {
  readonly title: string
  /** A function for what may change while the question is open, as the name of what it is about. */
  readonly text: string | (() => string)
  /** What the question is about; null withdraws it, with a word: it was deleted elsewhere. */
  readonly about?: () => { readonly name: string } | null
  /** The buttons that do something, in their order. */
  readonly answers: readonly { readonly id: Answer; readonly label: string }[]
  /** Label of the button that leaves all as it is. */
  readonly cancel: string
}

export interface Question extends Omit<Choices<never>, 'answers'> {
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
  const asked = computed(() => {
    const [first] = waiting.value
    if (first === undefined) return null
    return { ...first, text: typeof first.text === 'string' ? first.text : first.text() }
  })

  /** Resolves to the answer; to null where all is to stay as it is, or the signal withdraws the question. */
  function choose<Answer extends string>(choices: Choices<Answer>, signal?: AbortSignal): Promise<Answer | null> {
    return new Promise((resolve) => {
      const question: Asked = {
        ...choices,
        key: Symbol(),
        answer: (id) => {
          watching?.stop()
          waiting.value = waiting.value.filter((each) => each !== question)
          resolve(id as Answer | null)
        },
      }
      const { about } = choices
      const watching =
        about === undefined
          ? undefined
          : watchSubject(
              about,
              () => true,
              () => question.answer(null),
            )
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
