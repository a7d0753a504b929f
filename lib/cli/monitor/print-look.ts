import { styleText } from 'node:util'
import { percent } from '../../monitor/find-troubles.ts'
import type { Judgement } from '../../monitor/judge.ts'
import type { Limits } from '../../monitor/limits.ts'
import type { Look } from '../../monitor/look.ts'

/** A line for each look; below it what is wrong. */
export function printLook(look: Look, { troubles, restarts }: Judgement, { inARow }: Limits): string {
  const red = (text: string): string => styleText('red', text, { stream: process.stdout })
  const green = (text: string): string => styleText('green', text, { stream: process.stdout })
  const time = new Date(look.at).toISOString().slice(11, 19)
  const cells = [
    time,
    troubles.length === 0 ? green('well') : red('trouble'),
    ...(look.reached ? describeLook(look) : ['no answer']),
    ...(restarts > 0 ? [`${restarts} restarts`] : []),
  ]
  const lines = troubles.map((trouble) => red(`          ${trouble.message} (${trouble.inARow} of ${inARow})`))
  return [cells.join('  '), ...lines].join('\n')
}

function describeLook({ services, ready, metrics, slowestMs }: Look): string[] {
  const healthy = services.filter(({ health }) => 'status' in health && health.status === 200).length
  const releases = services.flatMap(({ release }) =>
    release === undefined ? [] : [`${release.version} ${release.commit.slice(0, 8)}`],
  )
  const isReady = 'status' in ready && ready.status === 200
  const hasProbe = !('status' in ready) || ready.status !== 404
  return [
    ...(hasProbe ? [isReady ? 'ready' : 'not ready'] : []),
    `${healthy} of ${services.length} healthy`,
    [...new Set(releases)].sort().join(', ') || 'no release told',
    `${Math.round(slowestMs)} ms`,
    ...('missing' in metrics ? [`no metrics (${metrics.missing})`] : describeMetrics(metrics)),
  ]
}

function describeMetrics({
  rate,
  errors,
  p99Seconds,
  lagSeconds,
}: Exclude<Look['metrics'], { missing: string }>): string[] {
  return [
    `${rate.toFixed(1)} req/s`,
    `${percent(errors)} 5xx`,
    ...(p99Seconds === undefined ? [] : [`p99 ${Math.round(p99Seconds * 1_000)} ms`]),
    ...(lagSeconds === undefined ? [] : [`lag ${Math.round(lagSeconds * 1_000)} ms`]),
  ]
}

/** The same as a line of JSON. */
export function jsonOfLook(
  { at, ready, services, metrics, slowestMs }: Look,
  { troubles, restarts }: Judgement,
): string {
  return JSON.stringify({
    time: new Date(at).toISOString(),
    well: troubles.length === 0,
    ready,
    services,
    metrics: 'missing' in metrics ? null : metrics,
    slowestMs: Math.round(slowestMs),
    restarts,
    troubles,
  })
}

/**
 * Shows looks on a stream: on a terminal one that is well takes the place of the one before, elsewhere each is a line.
 */
export function showLooks(stream: NodeJS.WriteStream): {
  look: (text: string, isWell: boolean) => void
  end: () => void
} {
  let open = false
  return {
    look(text, isWell) {
      if (!stream.isTTY) return void stream.write(`${text}\n`)
      const room = isWell ? cut(text, stream.columns) : text
      stream.write(`${open ? '\r\u001b[K' : ''}${room}${isWell ? '' : '\n'}`)
      open = isWell
    },
    end() {
      if (open) stream.write('\n')
      open = false
    },
  }
}

/** A line that wraps could not be written over. Colours are not counted: they take no room. */
function cut(text: string, columns: number | undefined): string {
  // Some terminals do not know how wide they are, and say 0.
  if (!columns) return text
  let room = columns - 1
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one.
  return text.replace(/\u001b\[\d+m|[^\u001b]/g, (part) => (part.length > 1 || room-- > 0 ? part : ''))
}
