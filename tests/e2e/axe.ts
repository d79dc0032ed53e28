import type { Page } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { expect } from './shell.ts'

/** Nothing in the page stands in the way of people who use it with other means than most. */
export async function expectAccessible(page: Page): Promise<void> {
  // The legacy mode runs within the page: a desktop window opens no second page for axe.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html) }))).toEqual([])
}
