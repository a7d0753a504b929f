import { bounds } from '../observe/metrics/durations.ts'
import { kitMetrics } from '../observe/metrics/metric-table.ts'

const introduction = `<!-- Printed by lib/docs/metrics-reference.ts from lib/observe/metrics/metric-table.ts: change it there. -->

# Metrics

What \`/metrics\` of a process tells, in the text format of Prometheus, or in that of OpenMetrics where \`Accept\` asks for
it. [The guide](../guides/metrics.md) says how to watch it. What a function tells stands below.

## The kit's

`

/** What the values of labels are. */
const labelNotes: Readonly<Record<string, string>> = {
  service: 'the service; `docs` for the docs portal, `kit` for probes, metrics, and requests that no operation answers',
  operation: "the contract's `operationId`; of `kit` also `fallback` (no such path or verb) and `refusal` (not read)",
  method: 'of the request; what HTTP does not define is `other`',
  path: 'the path template, such as `/orders/{orderId}`; `-` where no operation was meant',
  status_class: '`2xx`, `3xx`, `4xx`, `5xx`; `none` where no answer came',
  status: 'the status; `none` where no answer came',
  collection: 'the collection',
  action: '`get`, `insert`, `replace`, `remove`, `query`',
  outcome:
    '`ok`, `conflict` (the condition of the write did not hold), `failed` (the store could not be reached or written)',
  upstream: 'the service that is called',
  call: 'its operation',
  state: 'of a breaker: `closed`, `open`, `half-open`; of a worker: `told`, `silent`',
  version: '`VERSION`, or that of `package.json`',
  commit: 'the commit that was built',
}

const rest = `
An attempt is one request to another service; a call makes up to three. An operation that was asked for has a
\`status="500"\` from then on, so that its first error has a rate.

## The process's

\`process_*\` and \`nodejs_*\` are those of [prom-client](https://github.com/siimon/prom-client): CPU, memory, open files, heap
by space, garbage collection, event loop. Those that a dashboard begins with:

| metric | what it is |
| --- | --- |
| \`nodejs_eventloop_lag_p99_seconds\` | how late the event loop was since the last scrape; 0.01 s of it is how it is measured |
| \`nodejs_heap_size_used_bytes\` | what is in use of the JavaScript heap |
| \`nodejs_gc_duration_seconds\` | garbage collections, by \`kind\` |
| \`process_cpu_seconds_total\` | CPU time |
| \`process_resident_memory_bytes\` | memory of the process |
| \`process_start_time_seconds\` | when it was started |

## Of several workers

Whichever worker is asked answers for all. The kit's metrics are sums: what a worker has counted stays when it ends, so that
no counter falls. The process's are told of each worker, with a label \`worker\` that counts on when one is started anew.

## Of a function

With \`METRICS=on\` each answer's [access line](../guides/logs.md#the-access-line) is one of CloudWatch's embedded metric
format as well. An answer without an access line gets a line for its metrics alone. Namespace \`twelvefold\`, dimensions
\`service\` and \`operation\`:

| metric | unit | what it is |
| --- | --- | --- |
| \`durationMs\` | Milliseconds | how long the answer took |
| \`count\` | Count | 1 |
| \`errors\` | Count | 1 for a 4xx |
| \`faults\` | Count | 1 for a 5xx |
| \`coldStart\` | Count | 1 for the first answer of an instance |
`

/** The text of `docs/reference/metrics.md`. */
export function printMetricsReference(): string {
  const rows = Object.entries(kitMetrics).map(
    ([name, { type, help, labels }]) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ') || '–'} | ${help} |`,
  )
  const used = Object.values(kitMetrics).flatMap(({ labels }): readonly string[] => labels)
  const notes = [...new Set(used)].map((label) => `| \`${label}\` | ${labelNotes[label] ?? missing(label)} |`)
  return [
    introduction,
    '| metric | type | labels | what it is |\n| --- | --- | --- | --- |\n',
    `${rows.join('\n')}\n\n`,
    `Durations are in seconds, in buckets up to ${bounds.join(', ')} and more.\n\n`,
    '| label | its values |\n| --- | --- |\n',
    `${notes.join('\n')}\n`,
    rest,
  ].join('')
}

function missing(label: string): never {
  throw new Error(`lib/docs/metrics-reference.ts says nothing of the label ${label}`)
}
