/** What one benchmark found. */
export interface Result {
  readonly bench: string
  readonly value: number
  readonly unit: string
  /** The value at which the target is met. */
  readonly target: { readonly atLeast: number } | { readonly atMost: number }
  /** The measurements the value was made of, medians where not said otherwise. */
  readonly parts: Readonly<Record<string, number | string>>
}

export function isMet({ value, target }: Result): boolean {
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
}

export function print(result: Result): void {
  const { bench, value, unit, target, parts } = result
  const met = isMet(result)
  const bound = 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`
  console.log(`${bench}: ${value} ${unit} (target: ${bound}; ${met ? 'met' : 'missed'})`)
  for (const [name, part] of Object.entries(parts)) console.log(`  ${name}: ${part}`)
  console.log(JSON.stringify({ ...result, met }))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2
}

export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits))
}
