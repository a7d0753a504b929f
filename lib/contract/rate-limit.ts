import type { RateLimit } from '../endpoint/operation.ts'

/** Seconds in the units that a rate is written in. */
const units: Record<string, number> = { s: 1, min: 60, h: 3_600 }

/**
 * Reads `x-rate-limit` of an operation.
 *
 * @returns the limit; what is wrong with it, as a sentence; undefined where there is none
 * @example
 * readRateLimit({ rate: '200/s', burst: 100, per: 'client' }) // { rate: 200, seconds: 1, burst: 100, per: 'client' }
 */
export function readRateLimit(written: unknown): RateLimit | string | undefined {
  if (written === undefined) return undefined
  if (typeof written !== 'object' || written === null || Array.isArray(written))
    return 'x-rate-limit is an object such as {rate: 200/s, burst: 100, per: client}.'
  const { rate, burst = 0, per = 'client', ...others } = written as Record<string, unknown>
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) return `x-rate-limit has no ${unknown}; it knows rate, burst and per.`
  const [, count = '', unit = ''] = /^([1-9]\d{0,8})\/(s|min|h)$/.exec(String(rate)) ?? []
  const seconds = units[unit]
  if (seconds === undefined) return 'The rate of x-rate-limit is written like 200/s, 100/min or 1000/h.'
  if (typeof burst !== 'number' || !Number.isSafeInteger(burst) || burst < 0)
    return 'The burst of x-rate-limit is a whole number of requests.'
  if (per !== 'client' && per !== 'caller' && per !== 'operation')
    return 'x-rate-limit counts per client, caller or operation.'
  return { rate: Number(count), seconds, burst, per }
}
