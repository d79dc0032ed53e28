/** Types of Chromium's debugging protocol; Playwright ships them without naming the file in its exports. */
export type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts'
