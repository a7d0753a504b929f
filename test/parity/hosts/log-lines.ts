import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { LogLine } from './host.ts'

/** How long a line may be on its way, in ms. */
const patience = 60_000

export interface LogLines {
  /** Everything that was written, for a message where something goes wrong. */
  text: () => string
  /** The first JSON line that matches, now or as soon as it comes. */
  find: (match: (line: LogLine) => boolean) => Promise<LogLine>
  /** The first line of any kind that matches. */
  findText: (pattern: RegExp) => Promise<string>
}

/** Collects what a process writes. */
export function collectLines(...streams: (Readable | null)[]): LogLines {
  const lines: string[] = []
  const waiting = new Set<(line: string) => void>()
  for (const stream of streams) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      for (const look of waiting) look(line)
    })
  }

  const first = <Found>(read: (line: string) => Found | undefined, ms: number): Promise<Found> =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer)
        waiting.delete(look)
      }
      const look = (line: string): void => {
        const found = read(line)
        if (found === undefined) return
        stop()
        resolve(found)
      }
      const timer = setTimeout(() => {
        stop()
        reject(new Error(`No such line in ${ms} ms. There were:\n${lines.join('\n')}`))
      }, ms)
      waiting.add(look)
      for (const line of [...lines]) look(line)
    })

  return {
    text: () => lines.join('\n'),
    find: (match) => first((line) => matching(line, match), patience),
    findText: (pattern) => first((line) => (pattern.test(line) ? line : undefined), 180_000),
  }
}

function matching(text: string, match: (line: LogLine) => boolean): LogLine | undefined {
  if (!text.startsWith('{')) return undefined
  const line = JSON.parse(text) as LogLine
  return match(line) ? line : undefined
}
