import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `250`, `250ms`, `1.5s`, `10m`, `2h`, `1d`, in ms; a number alone is in ms. */
export function parseDuration(text: string): number {
  const [, number = '', unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text) ?? []
  if (number === '') throw new InvalidArgumentError('Write a time like 250ms, 1.5s, 10m, 2h or 1d.')
  return Number(number) * (units[unit] ?? 1)
}

/** The words of a comma list. */
export const parseWords = (text: string): string[] => text.split(',').map((word) => word.trim())
