import { InvalidArgumentError } from 'commander'
import { askGit } from '../../contract/ask-git.ts'
import type { Project } from '../../contract/project.ts'
import type { Release } from '../../monitor/look.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'

/** What `twelvefold monitor` was told. */
export interface MonitorOptions {
  urlFrom?: string
  for: number
  every: number
  expect?: string
  service?: string[]
  inARow: number
  maxErrors: number
  maxP99: number
  maxLag: number
  maxRestarts: number
  timeout: number
  json?: true
}

/** `5%`, `5 %` or `0.05`. */
export function parseShare(text: string): number {
  const [, number = '', sign] = /^(\d+(?:\.\d+)?) ?(%)?$/.exec(text) ?? []
  const share = Number(number) / (sign === undefined ? 1 : 100)
  if (number !== '' && share <= 1) return share
  throw new InvalidArgumentError('Write a share like 5% or 0.05.')
}

export function parseCount(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number.')
}

/** A count of what has to be once at least. */
export function parseTimes(text: string): number {
  if (Number(text) > 0) return parseCount(text)
  throw new InvalidArgumentError('Write a whole number from 1 on.')
}

/**
 * Whether a release is the one that is expected: a version (`1.4.0`, `v1.4.0`), or whatever git knows a commit by
 * (`HEAD`, a tag, the beginning of its hash).
 */
export function expectRelease({ root }: Project, expected: string): (release: Release) => boolean {
  const version = expected.replace(/^v(?=\d)/, '')
  const found = askGit(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${expected}^{commit}`)
  if (found === undefined && /^HEAD\b/.test(expected))
    throw new CommandError(`--expect ${expected}: git knows no such commit in ${root}.`, usageError)
  const commit = found ?? expected
  return (release) =>
    release.version.replace(/^v(?=\d)/, '') === version ||
    (/^[0-9a-f]{7,40}$/.test(commit) && release.commit.startsWith(commit))
}
