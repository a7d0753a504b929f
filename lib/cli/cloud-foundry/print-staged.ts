import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { countSteps, type RunResult } from '../../smoke/result.ts'
import type { Staged } from './stage-application.ts'

/** What staging an application has shown, for people. */
export function printStaged(staged: Staged, result: RunResult): string {
  const { uploaded, folder, installMs, startMs, readyMs, idle, limit, running } = staged
  const { passed, warned, failed, skipped } = countSteps(result.journeys)
  const bytes = uploaded.reduce((sum, file) => sum + file.bytes, 0)
  const packed = uploaded.reduce((sum, { path }) => sum + gzipSync(readFileSync(join(folder, path))).length, 0)
  const use = running.lastMemory()
  const memory =
    idle === undefined || use === undefined
      ? 'not measured'
      : `${megabytes(idle.now)} when ready, ${megabytes(use.now)} after the journeys, ${megabytes(use.peak)} at most`
  const rows = [
    ['upload', `${uploaded.length} files, ${megabytes(bytes)}, about ${megabytes(packed)} compressed`],
    ['install', seconds(installMs)],
    ['start', `answers after ${seconds(startMs)}, ready after ${seconds(readyMs)}`],
    ['memory', `${memory}, of ${megabytes(limit.bytes)}; held by ${limit.how}`],
    ['journeys', `${passed} passed, ${warned} warned, ${failed} failed, ${skipped} skipped`],
  ]
  return rows.map(([what = '', value = '']) => line(what, value)).join('\n')
}

/** How long it took to stop. */
export const printStop = (ms: number): string => line('stop', seconds(ms))

const line = (what: string, value: string): string => `  ${what.padEnd(9)} ${value}`

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
