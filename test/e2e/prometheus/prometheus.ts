import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { claimPort } from '../../../lib/hosts/claim-port.ts'
import { stopProcess } from '../../parity/hosts/run.ts'

const repository = join(import.meta.dirname, '../../..')

/** The rules that ship. */
export const rulesFile: string = join(repository, 'docs/operation/prometheus-rules.yml')

const find = (program: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file))

const [prometheus, promtool] = [find('prometheus'), find('promtool')]

/** Why tests with Prometheus are skipped; false where they are not. */
export const skip: string | false =
  prometheus === undefined || promtool === undefined
    ? 'Prometheus is not installed (on Debian: apt-get install prometheus)'
    : false

/** Runs promtool. @returns its exit code, and what it has printed */
export async function runPromtool(args: string[], input = ''): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(promtool ?? 'promtool', args, { cwd: import.meta.dirname }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    )
    child.stdin?.end(input)
  })
}

/** One element of what a query found. */
export interface Found {
  metric: Record<string, string>
  value: [time: number, value: string]
}

export interface Prometheus {
  /** Evaluates an expression now. @throws where Prometheus cannot read it */
  query: (expression: string) => Promise<Found[]>
  /** Waits until an expression finds something. */
  until: (expression: string) => Promise<Found[]>
  stop: () => Promise<void>
}

/** How long something may take to be seen, in ms. */
const patience = 20_000

/**
 * Starts a Prometheus of its own in a temporary folder: it scrapes a process four times a second, and evaluates the rules
 * that ship, which wait a second where they would wait minutes.
 */
export async function startPrometheus(target: { port: number; token: string }): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-prometheus-'))
  const port = await claimPort(0, '127.0.0.1')
  writeFileSync(join(folder, 'rules.yml'), readFileSync(rulesFile, 'utf8').replace(/^( *for: ).*$/gm, '$11s'))
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: { scrape_interval: 250ms, scrape_timeout: 250ms, evaluation_interval: 250ms }
rule_files: [rules.yml]
scrape_configs:
  - job_name: twelvefold
    scrape_timeout: 250ms
    authorization: { credentials: ${target.token} }
    static_configs: [{ targets: ['127.0.0.1:${target.port}'] }]
`,
  )
  const child = spawn(
    prometheus ?? 'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log += chunk))
  let ended = false
  void once(child, 'exit').then(() => {
    ended = true
  })
  const base = `http://127.0.0.1:${port}`
  const isReady = async (): Promise<boolean> =>
    fetch(`${base}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (ended) throw new Error(`Prometheus did not start:\n${log}`)
    await setTimeout(50)
  }

  const query = async (expression: string): Promise<Found[]> => {
    const response = await fetch(`${base}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: expression }),
    })
    const body = (await response.json()) as { data?: { result: Found[] }; error?: string }
    if (body.data === undefined) throw new Error(`${expression}: ${body.error}`)
    return body.data.result
  }
  return {
    query,
    async until(expression) {
      const deadline = Date.now() + patience
      for (;;) {
        const found = await query(expression)
        if (found.length > 0) return found
        if (Date.now() > deadline) throw new Error(`Nothing was found in ${patience} ms: ${expression}\n${log}`)
        await setTimeout(100)
      }
    },
    async stop() {
      await stopProcess(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
