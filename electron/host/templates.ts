import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { ViridianError } from '#shared/errors.ts'
import { templateSchema, type Template } from '#shared/machine.ts'

/** What a guest's build leaves beside its disc; the host needs only this of it. */
const manifestSchema = templateSchema
  .pick({ name: true, description: true, media: true, memory: true, version: true })
  .extend({ image: z.string().min(1), sha256: z.string().default('') })

/** What lies beside the state of a guest that was booted with its disc and saved: see `build/guest/warm-guest.ts`. */
const warmSchema = z.object({
  /** SHA-256 of the disc. */
  disc: z.string().min(1),
  state: z.string().min(1),
})

/** The templates every host offers, as they are told about before their disc was made. */
const known: readonly Template[] = [
  {
    name: 'lab-linux',
    description: {
      en: 'Debian GNU/Linux with a shell, network tools and load tools',
      de: 'Debian GNU/Linux mit Shell, Netzwerk- und Lastwerkzeugen',
    },
    media: 'dvd',
    memory: 128,
    available: false,
    version: '',
  },
  {
    name: 'lab-linux-disk',
    description: {
      en: 'lab-linux on a hard disk: what is changed stays',
      de: 'lab-linux auf einer Festplatte: Änderungen bleiben erhalten',
    },
    media: 'disk',
    memory: 128,
    available: false,
    version: '',
  },
]

interface Found {
  readonly template: Template
  /** Absolute path of the disc or disk, or null where it has not been made. */
  readonly image: string | null
  /** SHA-256 of the image, or '' where it has not been made. */
  readonly digest: string
}

/** The state of a guest that has been booted with a disc. */
export interface WarmDisc {
  /** Absolute paths. */
  readonly image: string
  readonly state: string
  /** SHA-256 of the disc. */
  readonly digest: string
}

/** The ready-made guests in the folder that `build/guest/` fills. */
export class Templates {
  readonly #folder: string
  #found: readonly Found[] = known.map((template) => ({ template, image: null, digest: '' }))

  constructor(folder: string) {
    this.#folder = folder
  }

  /** As of the last refresh. */
  get list(): Template[] {
    return this.#found.map(({ template }) => template)
  }

  /** Looks again: a disc may have been made in the meantime. */
  async refresh(): Promise<void> {
    this.#found = await Promise.all(known.map((template) => this.#find(template)))
  }

  /** The template of that kind and the file of its disc or disk. Throws TEMPLATE_NOT_FOUND or TEMPLATE_NOT_BUILT. */
  async resolve(name: string, media: Template['media']): Promise<{ template: Template; image: string }> {
    await this.refresh()
    const found = this.#found.find(({ template }) => template.name === name && template.media === media)
    if (found === undefined) throw new ViridianError('TEMPLATE_NOT_FOUND', { name })
    if (found.image === null) throw new ViridianError('TEMPLATE_NOT_BUILT', { name })
    return { template: found.template, image: found.image }
  }

  /** The discs that have been made, by the names of their templates. */
  async discs(): Promise<Readonly<Record<string, string>>> {
    await this.refresh()
    return Object.fromEntries(
      this.#found.flatMap(({ template: { name, media }, image }) =>
        media === 'dvd' && image !== null ? [[name, image]] : [],
      ),
    )
  }

  /** The disc of that name with the state of a guest that was booted with it; null where there is none of this disc. */
  async warm(name: string): Promise<WarmDisc | null> {
    await this.refresh()
    const found = this.#found.find(({ template }) => template.name === name && template.media === 'dvd')
    if (found === undefined || found.image === null) return null
    try {
      const text = await readFile(path.join(this.#folder, `${name}.state.json`), 'utf8')
      const { disc, state } = warmSchema.parse(JSON.parse(text))
      return disc === found.digest
        ? { image: found.image, state: path.resolve(this.#folder, state), digest: disc }
        : null
    } catch {
      // As with a disc: none has been made here.
      return null
    }
  }

  async #find(template: Template): Promise<Found> {
    try {
      const text = await readFile(path.join(this.#folder, `${template.name}.json`), 'utf8')
      const { image: file, sha256: digest, ...told } = manifestSchema.parse(JSON.parse(text))
      const image = path.resolve(this.#folder, file)
      if (told.name !== template.name || !(await stat(image)).isFile()) {
        return { template, image: null, digest: '' }
      }
      return { template: { ...told, available: true }, image, digest }
    } catch {
      // No manifest, no disc, or not one of ours: it has not been made here.
      return { template, image: null, digest: '' }
    }
  }
}
