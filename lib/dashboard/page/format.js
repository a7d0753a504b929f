// How times, numbers and names are written.

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

export const timeOf = (at) => clock.format(at)

/** With milliseconds. */
export const exactTimeOf = (at) => `${clock.format(at)}.${String(Math.floor(at % 1000)).padStart(3, '0')}`

/** How long ago, roughly. */
export function ago(at, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min ago`
  return `${Math.round(seconds / 3_600)} h ago`
}

/** Three digits: 42 µs, 0.42 ms, 12.3 ms, 1.20 s. */
export function duration(ms) {
  if (ms < 0.0995) return `${Math.round(ms * 1_000)} µs`
  if (ms >= 1_000) return `${(ms / 1_000).toPrecision(3)} s`
  if (ms >= 99.95) return `${Math.round(ms)} ms`
  return `${ms < 9.995 ? ms.toFixed(2) : ms.toFixed(1)} ms`
}

export function bytes(count) {
  if (count < 1_024) return `${count} B`
  return count < 1_048_576 ? `${(count / 1_024).toFixed(1)} KB` : `${(count / 1_048_576).toFixed(1)} MB`
}

export const count = (many, word) => `${many} ${word}${many === 1 ? '' : 's'}`

/** 2xx, 3xx, 4xx, 5xx: the class of a status, and of its colour. */
export const statusClass = (status) => `s${Math.floor(status / 100)}`

/** The value of a list below which the given share of it is; the list is sorted. */
export const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
