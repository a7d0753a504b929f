import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'
import type { Environment } from '../config/source.ts'
import type { Project } from '../contract/project.ts'
import type { Route } from '../contract/routes.ts'
import { hasDashboard } from '../dashboard/settings.ts'
import { localAddress } from './address.ts'
import { describeFailure } from './failure.ts'

const bold = (text: string): string => styleText('bold', text, { stream: process.stdout })
const dim = (text: string): string => styleText('dim', text, { stream: process.stdout })

/**
 * Says that a host is ready, and what to try first.
 *
 * @param env the environment that the host runs in
 */
export function printReady(
  project: Project,
  port: number,
  services: readonly string[],
  host: string,
  env: Environment = process.env,
): void {
  const base = localAddress(port)
  const routes = (JSON.parse(readFileSync(join(project.generated, 'routes.json'), 'utf8')) as Route[]).filter(
    ({ service }) => services.includes(service),
  )
  const lines = [
    '',
    `${bold('Twelvefold')} ${dim(`${host}, ENV=${process.env.ENV || 'dev'}`)}`,
    `${services.length} services at ${bold(base)}: ${services.join(', ')}`,
    '',
    'Try:',
    ...tries(routes).map((path) => `  curl '${base}${path}'`),
    `  ${base}/docs ${dim('in a browser: every operation, to read and to call')}`,
    ...(hasDashboard(env) ? [`  ${base}/-/dev ${dim('in a browser: what happens here, live')}`] : []),
    '',
    dim('Edits below functions/ show in the next answer. Ctrl+C stops.'),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** One call for each service: its contract's first GET that has a call out of its examples. */
function tries(routes: readonly Route[]): string[] {
  const byService = Map.groupBy(
    routes.filter(({ example }) => example !== undefined),
    ({ service }) => service,
  )
  return [...byService.values()].map((own) => own[0]?.example ?? '')
}

/** Says that there are no workers, since a reload replaces what one process serves. */
export function sayOneProcess(workers: number): void {
  process.stdout.write(
    `${dim(`WEB_CONCURRENCY is ${workers}: twelvefold dev stays one process, node dist/server.js does not.`)}\n`,
  )
}

/** Says that an edit is served. */
export function sayReloaded(ms: number): void {
  process.stdout.write(`${dim(`reloaded in ${ms} ms`)}\n`)
}

/** Says that an edit is not served, and why. */
export function sayRefused(error: unknown, comfort = 'The last good version goes on serving.'): void {
  process.stderr.write(`${describeFailure(error)}\n${styleText('yellow', comfort, { stream: process.stderr })}\n`)
}
