import type { Wire } from './codec.ts'

/** What a page's isolated world tells the main process, as JSON text through the binding `standInUp`. */
export type UpMessage =
  | { readonly kind: 'send'; readonly channel: string; readonly args: Wire }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: Wire }
  | { readonly kind: 'port'; readonly id: string; readonly message: string }
  | { readonly kind: 'portClosed'; readonly id: string }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'preloadFailed'; readonly stack: string }

/** What the main process tells the isolated world, as JSON text to its function `standInDown`. */
export type DownMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly result: Wire }
  | { readonly kind: 'failure'; readonly id: number; readonly channel: string; readonly error: string }
  | { readonly kind: 'message'; readonly channel: string; readonly args: Wire; readonly ports: readonly string[] }
  | { readonly kind: 'portClosed'; readonly id: string }

/** What the isolated world is told when it is made. */
export interface PageConfiguration {
  /** Name of the events between the page's two worlds, unguessable for the page. */
  readonly nonce: string
  readonly platform: string
}

export const isolatedWorldName = 'Electron Isolated Context'
export const upBinding = 'standInUp'
