import type { Summary } from './statistics.ts'

/** 86900 → `86,900`. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

export const fixed = (value: number, digits: number): string => value.toFixed(digits)

/** A share as a percentage; a dash where it is not known. */
export const percent = (share: number | undefined): string => (share === undefined ? '–' : `${fixed(share * 100, 0)} %`)

/** `0.97 (0.95 to 0.99)`: the median, the least and the most. */
export function spread({ median, min, max }: Summary, digits: number): string {
  return `${fixed(median, digits)} (${fixed(min, digits)} to ${fixed(max, digits)})`
}

/** A sentence on a target, with a mark that is found at a glance. */
export const target = (reached: boolean, sentence: string): string =>
  `${reached ? 'Reached' : '**Missed**'}: ${sentence}`
