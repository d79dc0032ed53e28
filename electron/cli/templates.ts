import { ViridianError } from '#shared/errors.ts'
import type { Snapshot } from '#shared/host.ts'
import type { Template } from '#shared/machine.ts'
import type { OwnTemplate } from '#shared/own-template.ts'
import type { Locale } from '#shared/messages/index.ts'
import { nameKey } from '#electron/host/folder-name.ts'
import type { TemplateTexts } from './messages/template-texts.ts'

/** A template as programs read it. */
export type TemplateDocument = ({ readonly kind: 'own' } & OwnTemplate) | ({ readonly kind: 'readyMade' } & Template)

export function templateDocuments({ templates, ownTemplates }: Snapshot): TemplateDocument[] {
  return [
    ...ownTemplates.map((template) => ({ kind: 'own' as const, ...template })),
    ...templates.map((template) => ({ kind: 'readyMade' as const, ...template })),
  ]
}

/** By name in any case, else by id. Throws TEMPLATE_NOT_FOUND. */
export function findTemplate(snapshot: Snapshot, name: string): TemplateDocument {
  const wanted = nameKey(name.trim())
  const all = templateDocuments(snapshot)
  const found =
    all.find((template) => nameKey(template.name) === wanted) ??
    all.find((template) => template.kind === 'own' && template.id === name)
  if (found === undefined) throw new ViridianError('TEMPLATE_NOT_FOUND', { name })
  return found
}

/** How machines made of it begin. */
export function startText(template: TemplateDocument, { starts }: TemplateTexts): string {
  if (template.kind === 'own') return template.isWarm ? starts.goesOn : starts.anew
  if (!template.available) return starts.notBuilt
  return template.media === 'dvd' ? starts.disc : starts.disk
}

export function descriptionOf(template: TemplateDocument, locale: Locale): string {
  return template.kind === 'own' ? template.description : template.description[locale]
}
