import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, BenchOptions, Comparable, Findings } from '../bench.ts'
import { fixed, target, whole } from '../format.ts'
import { sayProgress } from '../progress.ts'
import type { Loaded, Opened } from '../store/growth.ts'
import { runScript, type Subject } from '../subject.ts'
import { makeFolder } from '../temporary.ts'

const script = join(import.meta.dirname, '..', 'store', 'growth.ts')
const sizes = [1_000, 10_000, 100_000]
const largeSize = 1_000_000
/** Bytes of memory that a million products and the JavaScript around them may take. */
const largeNeeds = 6 * 2 ** 30
/** With these pages as slow as the first, but for the noise. */
const mostTimes = 1.5

interface Grown {
  count: number
  loaded: Loaded
  opened: Opened
  folderMb: number
}

function measure({ root }: Subject, count: number): Grown {
  sayProgress(`growth: ${whole(count)} products`)
  const folder = makeFolder('growth')
  try {
    const loaded = JSON.parse(runScript(root, script, ['load', String(count), folder])) as Loaded
    const opened = JSON.parse(runScript(root, script, ['open', String(count), folder])) as Opened
    const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
    return { count, loaded, opened, folderMb: bytes / 2 ** 20 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const toRow = ({ count, loaded, opened, folderMb }: Grown): string[] => [
  whole(count),
  `${fixed(loaded.loadS, 1)} (${whole(count / loaded.loadS)}/s)`,
  whole(loaded.rssMb),
  fixed(loaded.getUs, 1),
  fixed(loaded.firstPageUs, 0),
  fixed(loaded.halfPageUs, 0),
  fixed(loaded.lastPageUs, 0),
  fixed(opened.openS, 2),
  whole(opened.rssMb),
  fixed(folderMb, 1),
]

const head = [
  'products',
  'load, s',
  'RSS, MB',
  'get, µs',
  'first page, µs',
  'half way, µs',
  'last page, µs',
  'open again, s',
  'RSS then, MB',
  'folder, MB',
]

async function run({ subject, large }: BenchOptions): Promise<Findings> {
  const withLarge = large || process.availableMemory() >= largeNeeds
  const grown = [...sizes, ...(withLarge ? [largeSize] : [])].map((count) => measure(subject, count))
  const depths = grown.map(({ count, loaded: { firstPageUs, halfPageUs, lastPageUs } }) => ({
    count,
    times: Math.max(halfPageUs, lastPageUs) / firstPageUs,
  }))
  const worst = Math.max(...depths.map(({ times }) => times))
  const said = depths.map(({ count, times }) => `${fixed(times, 2)} × at ${whole(count)}`).join(', ')
  const notes = [
    target(worst <= mostTimes, `a page at any depth takes at most ${mostTimes} × the first one's time (${said}).`),
    'Products of some 400 bytes with two indexes, added by 256 writers, each durable; then in a new process the folder is opened again. Times of a get and of a page of 20 are medians of 2,000, in process. The whole index is walked by cursors: nothing is skipped, nothing comes twice.',
    ...(withLarge
      ? []
      : [`${whole(largeSize)} were left out: that needs ${largeNeeds / 2 ** 30} GB of free memory, or --large.`]),
  ]
  return { tables: [{ title: 'Growth of the embedded store', head, rows: grown.map(toRow), notes }], samples: grown }
}

const compared = 10_000

export const storeGrowth: Bench = {
  summary: 'the embedded store with 1,000 to 1,000,000 products: loading, memory, reading at any depth, opening again',
  run,
  async comparables(): Promise<Comparable[]> {
    return [
      {
        name: `a page of 20 out of ${whole(compared)} products, half way`,
        better: 'low',
        format: (us) => `${fixed(us, 0)} µs`,
        measure: async (subject) => measure(subject, compared).loaded.halfPageUs,
      },
    ]
  },
}
