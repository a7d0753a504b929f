import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { Command } from 'commander'
import { CommandError } from './failure.ts'
import { countOperations } from './logs/count-operations.ts'
import { drawTrace } from './logs/draw-trace.ts'
import { followFile } from './logs/follow-file.ts'
import { formatEntry, paintFor } from './logs/format-entry.ts'
import { createLogFilter, type LogWishes } from './logs/log-filter.ts'
import type { LogOutput } from './logs/log-output.ts'
import { isOnlyForCloudWatch } from './logs/only-for-cloudwatch.ts'
import { printLines } from './logs/print-lines.ts'
import { createLineSplitter } from './logs/split-lines.ts'
import { parseLevel, parseSince, parseStatus } from './logs/wish-options.ts'
import { parseDuration, parseWords } from './option-values.ts'

interface LogsOptions extends LogWishes {
  follow?: boolean
  stats?: boolean
  lines?: boolean
  json?: boolean
  pretty?: boolean
}

/** `twelvefold logs`: reads what services have logged. */
export const logs: Command = new Command('logs')
  .description('read logs, from files or the standard input: for people, by what is asked for, counted, or as a trace')
  .argument('[files...]', 'log files; the standard input unless said')
  .option('--level <level>', 'this level and worse ones: trace, debug, info, warn, error, fatal', parseLevel)
  .option('--service <names>', 'of these services, comma list', parseWords)
  .option('--operation <ids>', 'of these operations, comma list', parseWords)
  .option('--status <statuses>', 'with these statuses: 404, 5xx, comma list', parseStatus)
  .option('--trace <id>', 'of this trace: drawn as a tree, with --lines its lines')
  .option('--request <id>', 'of this request')
  .option('--since <time>', 'not older than 10m, 2h, 1d, or since 2026-11-20T12:00:00Z', parseSince)
  .option('--slower-than <time>', 'that took longer than 250ms, 1.5s', parseDuration)
  .option('--follow', 'go on with what is added to the files')
  .option('--stats', 'count by operation: errors, p50, p95, p99, how durations are spread')
  .option('--lines', 'with --trace: the lines instead of the tree')
  .option('--json', 'print JSON lines; so it is where the output is no terminal')
  .option('--pretty', 'print for people; so it is on a terminal')
  .addHelpText(
    'after',
    `
Examples:
  npx twelvefold dev | npx twelvefold logs
  cf logs shop | npx twelvefold logs --level warn
  npx twelvefold logs app.log --status 5xx --since 1h
  npx twelvefold logs app.log --stats
  npx twelvefold logs *.log --trace 4bf92f3577b34da6a3ce929d0e0e4736`,
  )
  .action(async (files: string[], options: LogsOptions) => {
    const output = chooseOutput(options)
    // Whoever reads has had enough, as `head` has.
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
    const take = async (lines: readonly string[]): Promise<void> => print(lines.map(output.take).join(''))
    if (files.length === 0) {
      if (process.stdin.isTTY) throw new CommandError('Name a log file, or pipe a log in: twelvefold logs --help')
      await readAll(process.stdin, take)
    } else if (options.follow) {
      await Promise.all(files.map((file) => followFile(file, take).catch(explain)))
    } else for (const file of files) await readAll(createReadStream(file), take).catch(explain)
    await print(output.end())
  })

function chooseOutput(options: LogsOptions): LogOutput {
  const { follow, stats, lines, json, pretty, trace } = options
  const filter = createLogFilter(options)
  if (follow && (stats || (trace !== undefined && !lines))) {
    throw new CommandError(
      'What is followed has no end to count or draw at: leave out --follow, or add --lines to --trace.',
    )
  }
  if (stats) return countOperations(filter)
  const paint = paintFor(process.stdout)
  if (trace !== undefined && !lines) return drawTrace(filter, trace, paint)
  const forPeople = pretty ?? (!json && process.stdout.isTTY)
  return forPeople
    ? printLines(filter, ({ entry }) => formatEntry(entry, paint), isOnlyForCloudWatch)
    : printLines(filter, ({ json: text }) => text)
}

async function print(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain')
}

async function readAll(
  stream: AsyncIterable<Buffer>,
  take: (lines: readonly string[]) => Promise<void>,
): Promise<void> {
  const splitter = createLineSplitter()
  for await (const chunk of stream) await take(splitter.add(chunk))
  await take(splitter.end())
}

function explain(error: NodeJS.ErrnoException): never {
  throw error.path === undefined ? error : new CommandError(`${error.path} cannot be read: ${error.code}`)
}
