import { type ChildProcess, spawn } from 'node:child_process'
import { delimiter, join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { clearProgress, sayProgress } from '../bench/progress.ts'
import type { InstalledNode } from './install-node.ts'
import type { ReportedTest } from './reporter.ts'
import type { Result } from './results.ts'
import type { TestCommand } from './test-command.ts'

/** How long what was stopped may take to its end, in ms. */
const patience = 5_000

/** How often it says how far it has come, in ms: on a terminal, and in a log. */
const pace = process.stderr.isTTY ? 200 : 30_000

/**
 * Runs the tests on a version of Node: they, and all that they start.
 *
 * @param options.signal ends all that runs
 */
export async function runTests(
  node: InstalledNode,
  { command, files }: TestCommand,
  { cwd, signal }: { cwd: string; signal: AbortSignal },
): Promise<Result> {
  const began = performance.now()
  const log = join(node.folder, 'tests.log')
  const reporters = [
    [join(import.meta.dirname, 'reporter.ts'), 'stdout'],
    ['spec', log],
  ].flatMap(([reporter, destination]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${destination}`])
  const child = spawn('/bin/sh', ['-c', command, 'sh', ...reporters, ...files], {
    cwd,
    env: environmentOf(node),
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that it can be stopped as a whole.
    detached: true,
  })
  const stop = (): void => stopGroup(child)
  signal.addEventListener('abort', stop)

  const counts = { passed: 0, failed: 0, skipped: 0 }
  const seconds = (): number => (performance.now() - began) / 1_000
  const progress = setInterval(() => {
    const { passed, failed, skipped } = counts
    sayProgress(`${passed} passed, ${failed} failed, ${skipped} skipped in ${Math.round(seconds())} s`)
  }, pace)
  createInterface({ input: child.stdout }).on('line', (line) => {
    const test = readReported(line)
    // What was stopped has not failed.
    if (test === undefined || signal.aborted) return
    counts[test.outcome] += 1
    if (test.outcome === 'failed') sayFailed(test, cwd)
  })

  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  signal.removeEventListener('abort', stop)
  clearInterval(progress)
  clearProgress()
  const ok = code === 0 && counts.failed === 0
  if (!ok && !signal.aborted) console.log(`  All that was printed is in ${relative(cwd, log)}`)
  return { version: node.version, ...counts, seconds: seconds(), ok }
}

/** All that a test may start finds this version: by its own `process.execPath`, by `node`, and by `npm run`. */
function environmentOf({ bin, shell, version }: InstalledNode): NodeJS.ProcessEnv {
  const node = join(bin, 'node')
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    NODE: node,
    npm_node_execpath: node,
    npm_config_script_shell: shell,
    MATRIX_NODE: version,
  }
}

function readReported(line: string): ReportedTest | undefined {
  return line.startsWith('{"outcome":') ? (JSON.parse(line) as ReportedTest) : undefined
}

function sayFailed({ name, place, error = '' }: ReportedTest, cwd: string): void {
  clearProgress()
  const where = relative(cwd, place).startsWith('..') ? place : relative(cwd, place)
  console.log(`  failed: ${name} (${where})\n${error.replaceAll(/^/gm, '    ')}`)
}

function stopGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM')
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patience)
  child.once('close', () => clearTimeout(timer))
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // It has ended.
  }
}
