/** What is told earlier is mostly wrong: seconds at work, and the part that is done. */
const minimumTime = 3
const minimumProgress = 0.02

/** Seconds until work is done that took `elapsed` seconds so far and goes on as fast; null where that cannot be told. */
export function remainingTime(progress: number, elapsed: number): number | null {
  if (elapsed < minimumTime || progress < minimumProgress) return null
  return Math.round((elapsed * (1 - progress)) / progress)
}
