/** What is missing in a field, or wrong with it, whoever asks. */
export type Rule =
  | 'nameMissing'
  | 'nameLong'
  | 'nameCharacters'
  | 'fileNameCharacters'
  | 'imageMissing'
  | 'imageRelative'
  | 'pathMissing'
  | 'pathRelative'
  | 'addressMissing'
  | 'keyMissing'

/** Why what was entered in a field cannot be taken. */
export type Refusal =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number }
  /** Bytes. */
  | { readonly kind: 'size' | 'sizeLarger'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'templateMissing' }
  /** Another page, or the command line, changed meanwhile what is edited here. */
  | { readonly kind: 'overtaken' }
  /** The image at hand is a layer over this file. */
  | { readonly kind: 'backingNeeded'; readonly parent: string }
  /** The host's answer; described in the language of the moment. */
  | { readonly kind: 'host'; readonly error: unknown }

/** Field -> why it is refused, as the last check or the host said. */
export type Refusals<Field extends string> = { readonly [Name in Field]?: Refusal }
