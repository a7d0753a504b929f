import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { styleText } from 'node:util'
import { jsonReport } from '../../smoke/report/json-line.ts'
import { junitReport } from '../../smoke/report/junit.ts'
import type { Report } from '../../smoke/report/report.ts'
import { specReport } from '../../smoke/report/spec.ts'
import { tapReport } from '../../smoke/report/tap.ts'
import type { RunResult } from '../../smoke/result.ts'
import type { SmokeListener } from '../../smoke/run-smoke.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'
import { paintFor } from '../logs/format-entry.ts'
import { type Progress, showProgress } from '../progress.ts'

export const formats = ['spec', 'tap', 'junit', 'json'] as const
export type Format = (typeof formats)[number]

/** Where reports go: a format each, to the standard output where there is no file. */
export interface Target {
  format: Format
  file?: string
  /** Whether the file keeps what it has. */
  append?: boolean
}

export interface SmokeOutput extends SmokeListener {
  end: (result: RunResult) => Promise<void>
}

/** Writes what a run tells to all who want to read it. */
export async function openOutput(targets: readonly Target[]): Promise<SmokeOutput> {
  const outputs = await Promise.all(targets.map(openTarget))
  let progress: Progress | undefined
  return {
    ended(result) {
      progress?.end()
      for (const { stream, report } of outputs) stream.write(report.journey(result))
    },
    progress(done, all) {
      progress ??= showProgress('journeys', all)
      progress.update(done)
    },
    async end(result) {
      progress?.end()
      for (const { stream, report } of outputs) {
        stream.write(await report.end(result))
        if (stream === process.stdout) continue
        stream.end()
        await finished(stream)
      }
    },
  }
}

async function openTarget({
  format,
  file,
  append = false,
}: Target): Promise<{ stream: NodeJS.WriteStream | WriteStream; report: Report }> {
  if (file === undefined) return { stream: process.stdout, report: createReport(format, paintFor(process.stdout)) }
  const stream = createWriteStream(file, { flags: append ? 'a' : 'w' })
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve())
    stream.once('error', ({ message }) =>
      reject(new CommandError(`The report cannot be written: ${message}`, usageError)),
    )
  })
  return { stream, report: createReport(format, (_, text) => text) }
}

function createReport(
  format: Format,
  paint: (format: Parameters<typeof styleText>[0], text: string) => string,
): Report {
  if (format === 'tap') return tapReport()
  if (format === 'junit') return junitReport()
  return format === 'json' ? jsonReport() : specReport(paint)
}
