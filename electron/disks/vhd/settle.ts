/**
 * Waits for all of it, then rejects with the first failure: nothing of a request may still be under way once its
 * caller has the buffer back.
 */
export async function settle(work: readonly Promise<void>[]): Promise<void> {
  if (work.length === 1) return work[0]
  for (const outcome of await Promise.allSettled(work)) if (outcome.status === 'rejected') throw outcome.reason
}
