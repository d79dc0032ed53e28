/** How much is left of what a host runs out of. */
export type Shortage = 'enough' | 'low' | 'critical'

/** What must be left beyond a limit until it counts as no longer passed: figures that waver tell nothing new. */
const margin = 0.2

export function shortageOf(
  left: number,
  before: Shortage,
  { low, critical }: { readonly low: number; readonly critical: number },
): Shortage {
  const passed = (limit: number, wasPassed: boolean) => left < limit * (wasPassed ? 1 + margin : 1)
  if (passed(critical, before === 'critical')) return 'critical'
  return passed(low, before !== 'enough') ? 'low' : 'enough'
}
