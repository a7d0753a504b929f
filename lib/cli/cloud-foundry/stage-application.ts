import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Backing, StartBacking } from '../../cloud-foundry/backing.ts'
import { fillPlaceholders } from '../../cloud-foundry/fill-placeholders.ts'
import { listUploaded, type Uploaded } from '../../cloud-foundry/list-uploaded.ts'
import type { Application } from '../../cloud-foundry/manifest.ts'
import { chooseMemoryLimit, parseAmount } from '../../cloud-foundry/memory-limit.ts'
import type { MemoryUse } from '../../cloud-foundry/memory-use.ts'
import { missingInstances, platformEnvironment } from '../../cloud-foundry/platform-environment.ts'
import { claimPort } from '../../hosts/claim-port.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'
import { install } from './install.ts'
import { type RunningApplication, runApplication } from './running-application.ts'

/** What is staged, and how. */
export interface StageWish {
  application: Application
  /** The folder that is uploaded. */
  source: string
  /** The services that the application runs. */
  services: readonly string[]
  environment: string
  version: string
  startBacking: StartBacking | undefined
  /** Values for placeholders, before those of the backing services and of the stage itself. */
  vars: Readonly<Record<string, string>>
}

/** An application that is staged and ready. */
export interface Staged {
  url: string
  folder: string
  /** What it prints. */
  log: string
  uploaded: readonly Uploaded[]
  installMs: number
  startMs: number
  readyMs: number
  idle: MemoryUse | undefined
  limit: { bytes: number; how: string }
  smoke: Backing['smoke']
  running: RunningApplication
}

/**
 * Does with an application what the platform does: takes what would be uploaded, installs what it needs, starts its
 * command, and waits for its health checks. When all is over nothing is left of it, unless `keep` keeps its folder.
 *
 * @param use what is done with it while it runs
 * @param options.signal calls it off
 * @throws CommandError where it does not start, is not healthy in time, or has more memory than it may; with the end of
 *   its log
 */
export async function stageApplication<Result>(
  wish: StageWish,
  use: (staged: Staged) => Promise<Result>,
  { keep, signal }: { keep: boolean; signal: AbortSignal },
): Promise<Result> {
  const base = mkdtempSync(join(tmpdir(), `stage-${wish.application.name.replace(/[^\w.-]+/g, '-')}-`))
  const log = join(base, 'log')
  const closing: (() => unknown)[] = keep ? [] : [() => rmSync(base, { recursive: true, force: true })]
  const calledOff = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  calledOff.catch(() => undefined)
  const unlessCalledOff: Unless = (work) => Promise.race([work, calledOff])
  try {
    const staged = await startUp(wish, { folder: join(base, 'app'), log, signal, unlessCalledOff }, (close) =>
      closing.push(close),
    )
    // It may end, or take too much memory, at any time.
    return await unlessCalledOff(Promise.race([use(staged), staged.running.failed]))
  } catch (error) {
    throw withLog(error, log)
  } finally {
    for (const close of closing.toReversed()) await close()
  }
}

type Unless = <Value>(work: Promise<Value>) => Promise<Value>

interface Place {
  folder: string
  log: string
  signal: AbortSignal
  unlessCalledOff: Unless
}

/**
 * After each step it may have been called off: then nothing more is started. What has been begun is waited for, so that
 * it can be closed.
 */
async function startUp(
  wish: StageWish,
  { folder, log, signal, unlessCalledOff }: Place,
  later: (close: () => unknown) => void,
): Promise<Staged> {
  const uploaded = copyUploaded(wish.source, folder)
  const began = performance.now()
  await install(folder, signal)
  const installMs = performance.now() - began

  const port = await claimPort(0)
  const url = `http://localhost:${port}`
  const backing = (await wish.startBacking?.({ url, ...wish })) ?? { instances: {} }
  later(() => backing.close?.())
  signal.throwIfAborted()

  const application = fillIn(wish, backing, url)
  const bytes = parseAmount(application.memory)
  const limit = chooseMemoryLimit(bytes)
  const env = { ...platformEnvironment(application, backing.instances, { folder, port }), ...backing.env }
  const running = runApplication(application, env, { folder, port, limit, log })
  later(running.kill)

  const withinMs = Number(application.timeout ?? 60) * 1000
  const startMs = await unlessCalledOff(running.answers(endpointOf(application, ''), withinMs))
  const ready = endpointOf(application, 'readiness-')
  const readyMs = ready === undefined ? startMs : await unlessCalledOff(running.answers(ready, withinMs))
  return {
    ...{ url, folder, log, uploaded, installMs, startMs, readyMs, running },
    idle: running.memory(),
    limit: { bytes, how: limit.how },
    smoke: backing.smoke,
  }
}

/** What a health check asks for; undefined where it does with an answer of any kind. */
const endpointOf = (application: Application, prefix: string): string | undefined =>
  application[`${prefix}health-check-type`] === 'http'
    ? String(application[`${prefix}health-check-http-endpoint`] ?? '/')
    : undefined

function copyUploaded(source: string, folder: string): Uploaded[] {
  const uploaded = listUploaded(source)
  for (const { path } of uploaded) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    copyFileSync(join(source, path), join(folder, path))
  }
  return uploaded
}

/** As `cf push` fills it in, with what is true of this machine. */
function fillIn({ application, environment, version, vars }: StageWish, backing: Backing, url: string): Application {
  const missing = missingInstances(application, backing.instances)
  if (missing.length > 0)
    throw new CommandError(
      `${application.name} binds ${missing.join(', ')}, and nobody stands in for ${missing.length > 1 ? 'them' : 'it'}: ` +
        'say which module does with --services <file>.',
      usageError,
    )
  const { host } = new URL(url)
  const here = { url, host, env: environment, version, proxies: '0', metrics_token: 'only for a stage' }
  const { filled, missing: unknown } = fillPlaceholders(application, { ...here, ...backing.vars, ...vars })
  if (unknown.length > 0)
    throw new CommandError(
      `The manifest asks for ${unknown.join(', ')}: say them with --var <name>=<value>.`,
      usageError,
    )
  return filled
}

/** Of what it has printed, the end helps most. */
function withLog(error: unknown, log: string): unknown {
  if (!(error instanceof CommandError) || !existsSync(log)) return error
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-linesOfLog)
  return new CommandError(`${error.message}\n${lines.join('\n')}`.trimEnd(), error.exitCode)
}

const linesOfLog = 20
