import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { LambdaPackage } from './lambda-package.ts'
import { collectLines, type LogLines } from './log-lines.ts'
import { stopProcess } from './run.ts'

export interface Functions {
  /** Calls a function by its id; throws what Lambda would report as an unhandled error. */
  invoke: (target: string, event: object) => Promise<unknown>
  lines: LogLines
  stop: () => Promise<void>
}

/**
 * Runs packaged functions in one process with the variables that the template gives to any of them.
 *
 * @param variables in place of the template's own
 */
export function startFunctions({ functions }: LambdaPackage, variables: Record<string, string> = {}): Functions {
  const own = [...functions.values()].map((packaged) => packaged.variables)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'lambda-worker.ts')], {
    env: Object.assign({}, ...own, variables),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lines = collectLines(child.stdout, child.stderr)
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  child.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) call?.resolve(result)
    else call?.reject(new Error(`The function failed: ${error}`))
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`The runtime has ended:\n${lines.text()}`))
  })

  let calls = 0
  return {
    invoke: (target, event) =>
      new Promise((resolve, reject) => {
        const file = functions.get(target)?.file
        if (file === undefined) throw new Error(`There is no function ${target}`)
        const id = ++calls
        waiting.set(id, { resolve, reject })
        child.send({ id, file, event, requestId: randomUUID() })
      }),
    lines,
    stop: () => stopProcess(child),
  }
}
