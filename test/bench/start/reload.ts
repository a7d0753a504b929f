import { join } from 'node:path'
import { greet } from '../calls.ts'
import { sayProgress } from '../progress.ts'
import type { Subject } from '../subject.ts'
import { startHost } from './boot.ts'
import { editHandler } from './edits.ts'
import { untilAnswer } from './until-answer.ts'

/** Starts a watching host, edits a handler a few times, and times each edit until the answer shows it, in ms. */
export async function timeReloads(subject: Subject, command: 'dev' | 'start', edits: number): Promise<number[]> {
  const host = await startHost(subject, [join(subject.root, 'lib', 'cli', 'main.ts'), command], { ENV: 'dev' })
  const times: number[] = []
  try {
    for (let count = 1; count <= edits; count++) {
      sayProgress(`reload of ${command}: edit ${count} of ${edits}`)
      const started = performance.now()
      const wanted = editHandler(subject.root, `${command} ${count}:`)
      times.push((await untilAnswer(host.port, greet.path, (_, body) => body === wanted)) - started)
    }
  } finally {
    await host.stop()
  }
  return times
}
