/** Told no more often than people can see. */
const step = 0.01

/** Passes on how far work is in steps; never less than before, and never more than the whole. */
export function inSteps(tell: (fraction: number) => void): (fraction: number) => void {
  let told = 0
  return (fraction) => {
    if (!(fraction >= told + step)) return
    told = fraction
    tell(Math.min(1, fraction))
  }
}
