import { computed, reactive, ref, shallowRef } from 'vue'
import type { ErrorCode } from '#shared/errors.ts'
import { asKnownError } from '#shared/messages/index.ts'
import type { ImportFacts, ImportMachine } from '#shared/transfer.ts'
import type { Task } from '../../jobs/use-task.ts'
import { readFailure } from '../../disks/fields/disk-failure.ts'
import type { PathHost } from '../../disks/fields/host-path.ts'
import { freeName } from '../new-machine/draft.ts'
import { nameRuleBroken } from '../new-machine/name-rule.ts'
import type { Refusal } from '../../fields/refusal.ts'
import { pathRefusal } from './path-rule.ts'

export const importPages = ['locate', 'choose', 'summary'] as const
export type ImportPage = (typeof importPages)[number]

export interface ImportTask extends Task {
  readonly input: ImportMachine
}

type Field = 'path' | 'name' | 'identity' | 'mode'
type Refusals = { readonly [Name in Field]?: Refusal }

const pageOfField: Readonly<Record<Field, ImportPage>> = {
  path: 'locate',
  name: 'choose',
  identity: 'choose',
  mode: 'choose',
}

const fieldOfCode: Partial<Record<ErrorCode, Field>> = { MACHINE_NAME_TAKEN: 'name', MACHINE_ID_TAKEN: 'identity' }
const fieldOfInput: Readonly<Record<string, Field>> = { path: 'path', name: 'name', mode: 'mode' }

/** The Import wizard's state: what there is to be imported, how, and the task that comes of it. */
export function useImportDraft(host: PathHost, namesHere: () => readonly string[]) {
  const draft = reactive<{ path: string; name: string } & Pick<ImportMachine, 'identity' | 'mode'>>({
    path: '',
    name: '',
    identity: 'new',
    mode: 'copy',
  })
  const refusals = shallowRef<Refusals>({})
  const known = shallowRef<ImportFacts | null>(null)
  /** The path `known` was asked for. */
  const inspected = ref<string | null>(null)
  /** Null until the host has told what is there. */
  const facts = computed(() => (inspected.value === draft.path.trim() ? known.value : null))

  /** Takes in what the host told of what is at `from`. */
  function takeIn(from: string, found: ImportFacts): void {
    inspected.value = from
    known.value = found
    draft.name = freeName(found.name, namesHere())
    draft.identity = 'new'
    draft.mode = 'copy'
    refusals.value = {}
  }

  const task = computed((): ImportTask => {
    const { name, identity, mode } = draft
    const path = draft.path.trim()
    return { kind: 'importMachine', path, input: { path, name: name.trim(), identity, mode } }
  })

  const checks: Readonly<Partial<Record<Field, () => Refusal | undefined>>> = {
    path: () => pathRefusal(draft.path, host),
    name() {
      const rule = nameRuleBroken(draft.name)
      return rule === null ? undefined : { kind: 'rule', rule }
    },
  }

  /** Checks one page, or with null all of them; returns the first page with something to correct. */
  function validate(page: ImportPage | null): ImportPage | null {
    const found = Object.entries(checks).flatMap(([name, check]) => {
      const field = name as Field
      const refusal = page === null || pageOfField[field] === page ? check() : undefined
      return refusal === undefined ? [] : [{ field, refusal }]
    })
    refusals.value = Object.fromEntries(found.map(({ field, refusal }) => [field, refusal]))
    return found[0] === undefined ? null : pageOfField[found[0].field]
  }

  /** Takes in a failure to find out what is there. */
  function refusePath(error: unknown): ImportPage {
    return refuseField('path', error)
  }

  /** Takes in the host's failure; returns the page to correct it on, or null where no field is to blame. */
  function refuse(error: unknown): ImportPage | null {
    const field = fieldOf(error)
    return field === null ? null : refuseField(field, error)
  }

  function refuseField(field: Field, error: unknown): ImportPage {
    refusals.value = { [field]: { kind: 'host', error } }
    return pageOfField[field]
  }

  function fieldOf(error: unknown): Field | null {
    const code = asKnownError(error)
    const { path, input } = readFailure(error)
    if (code?.code === 'PACKAGE_UNUSABLE') return code.facts.problem === 'OTHER_VOLUME' ? 'mode' : 'path'
    if (path !== null && path === task.value.path) return 'path'
    if (input !== null) return fieldOfInput[input] ?? null
    return code === null ? null : (fieldOfCode[code.code] ?? null)
  }

  return { draft, facts, refusals, task, takeIn, validate, refuse, refusePath }
}

export type ImportDraft = ReturnType<typeof useImportDraft>
