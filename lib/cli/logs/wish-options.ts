import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../option-values.ts'
import { levels } from './log-line.ts'

/** A time ago (`10m`), or a moment (`2026-11-20T12:00:00Z`); in ms since 1970. */
export function parseSince(text: string): number {
  const moment = /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(moment)) return moment
  if (/^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/.test(text)) return Date.now() - parseDuration(text)
  throw new InvalidArgumentError('Write a time ago like 10m or 2h, or a moment like 2026-11-20T12:00:00Z.')
}

/** A level's place in `levels`. */
export function parseLevel(text: string): number {
  const place = levels.indexOf(text.toLowerCase() as 'info')
  if (place < 0) throw new InvalidArgumentError(`The levels are ${levels.join(', ')}.`)
  return place
}

/** `404`, `5xx`, or several with commas. */
export function parseStatus(text: string): (status: number) => boolean {
  const wanted = text.toLowerCase().split(',')
  if (!wanted.every((part) => /^[1-5](?:\d\d|xx)$/.test(part))) {
    throw new InvalidArgumentError('Write statuses like 404, 5xx or 404,5xx.')
  }
  return (status) => wanted.some((part) => part === String(status) || part === `${Math.floor(status / 100)}xx`)
}
