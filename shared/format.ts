/** Uptime as Hyper-V Manager writes it: `hh:mm:ss`, from one day on `d.hh:mm:ss`. */
export function formatUptime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
  const days = Math.floor(whole / 86_400)
  return days > 0 ? `${days}.${clock}` : clock
}

/** CPU usage as Hyper-V Manager writes it: a whole percentage without a space. */
export function formatCpu(percent: number): string {
  return `${Math.round(Math.min(100, Math.max(0, percent)))}%`
}

export function formatMegabytes(megabytes: number): string {
  return `${megabytes} MB`
}
