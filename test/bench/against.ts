import { execFileSync } from 'node:child_process'
import type { Bench, BenchOptions, Findings } from './bench.ts'
import { atEnd } from './ending.ts'
import { spread } from './format.ts'
import { sayProgress } from './progress.ts'
import { median, ratios, summarise } from './statistics.ts'
import { checkout, copyCheckout, type Subject } from './subject.ts'
import { makeFolder } from './temporary.ts'

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()

/** Checks a commit out beside this one, for as long as the bench runs; and copies it, as this one is copied. */
export function checkOut(reference: string): Subject {
  const commit = git('rev-parse', '--short', `${reference}^{commit}`)
  const folder = `${makeFolder('worktree')}/checkout`
  const remove = atEnd(() => git('worktree', 'remove', '--force', folder))
  git('worktree', 'add', '--detach', '--quiet', folder, commit)
  const subject = copyCheckout(reference === commit ? commit : `${reference} (${commit})`, folder)
  remove()
  return subject
}

/** Measures the same figures of two subjects, in each round in the reverse order of the one before. */
export async function compare(bench: Bench, other: Subject, options: BenchOptions): Promise<Findings> {
  const { subject, rounds } = options
  const rows: string[][] = []
  const samples: Record<string, { here: number[]; there: number[] }> = {}
  for (const { name, better, format, measure } of await bench.comparables(options)) {
    const here: number[] = []
    const there: number[] = []
    for (let round = 1; round <= rounds; round++) {
      const order = [
        { own: here, of: subject },
        { own: there, of: other },
      ]
      for (const { own, of } of round % 2 === 0 ? order.reverse() : order) {
        sayProgress(`${name}: round ${round} of ${rounds}, ${of.name}`)
        own.push(await measure(of))
      }
    }
    // Above 1 is better, whatever the figure.
    const gains = better === 'high' ? ratios(here, there) : ratios(there, here)
    rows.push([name, format(median(here)), format(median(there)), spread(summarise(gains), 2)])
    samples[name] = { here, there }
  }
  const head = ['figure', subject.name, other.name, 'times as good']
  const notes = ['Above 1 is better than before. A spread that has 1 in it shows nothing.']
  return { tables: [{ title: `${subject.name} against ${other.name}`, head, rows, notes }], samples }
}
