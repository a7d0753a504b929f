import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { extension } from '../build/extension.ts'
import { watchProject } from '../build/watch.ts'
import { loadEnvironment } from '../config/environment.ts'
import { readKitSettings } from '../config/kit.ts'
import { selectServices } from '../config/select-services.ts'
import { listServices, openProject, type Project } from '../contract/project.ts'
import { claimPort } from '../hosts/claim-port.ts'
import { describePortError } from '../hosts/start-failure.ts'
import { printReady, sayRefused, sayReloaded } from './announce.ts'
import { CommandError, failWith } from './failure.ts'
import { serverlessEntry } from './serverless.ts'

/** `twelvefold start`: every service in serverless-offline, which shows an edit in the next answer. */
export const start: Command = new Command('start')
  .description('run every service offline in the AWS emulator and reload on change (PORT, SERVICES and ENV say how)')
  .action(async () => {
    const project = openProject()
    // Only looked at here: the emulator's process loads the env file itself.
    const env = { ...process.env }
    loadEnvironment({ root: project.root, env })
    const settings = readKitSettings(env)
    const services = selectServices(listServices(project), settings.SERVICES)
    const port = await claimOrSay(settings.PORT, settings.HOST)

    let emulator: Emulator | undefined
    try {
      const { file } = await watchProject(
        project,
        {},
        async (next, ms) => {
          await emulator?.reload(next)
          sayReloaded(ms)
        },
        (error) => sayRefused(error),
      )
      emulator = await startEmulator(project, port, file)
      await emulator.ready
      await emulator.prepare()
    } catch (error) {
      failWith(error)
      process.exit()
    }
    printReady(project, port, services, 'offline host (serverless offline)', env)
  })

interface Emulator {
  /** Settles once the emulator answers; rejects where it ends before. */
  ready: Promise<void>
  reload: (file: string) => Promise<void>
  /** Lets it load the services; rejects where they cannot be. */
  prepare: () => Promise<void>
}

/** The emulator in a process of its own, with every port it opens chosen here, so that two can run side by side. */
async function startEmulator(project: Project, port: number, bundle: string): Promise<Emulator> {
  const [lambdaPort, albPort, websocketPort] = await Promise.all([claimPort(0), claimPort(0), claimPort(0)])
  const ports = { httpPort: port, lambdaPort, albPort, websocketPort }
  const flags = Object.entries(ports).flatMap(([name, value]) => [`--${name}`, String(value)])
  const host = process.env.HOST || '0.0.0.0'
  const child = spawn(
    process.execPath,
    [
      serverlessEntry(project),
      'offline',
      '--useInProcess',
      '--noSponsor',
      '--disableCookieValidation',
      '--preLoadModules',
      import.meta.resolve(`../hosts/offline-exchange${extension}`),
      '--host',
      host,
      ...flags,
    ],
    {
      cwd: project.root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        // At a desk the addresses of the services are made of it.
        PORT: String(port),
        NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`.trim(),
        TWELVEFOLD_BUNDLE: bundle,
        SLS_NOTIFICATIONS_MODE: 'off',
        SLS_TELEMETRY_DISABLED: '1',
      },
    },
  )
  stopTogether(child)
  return {
    ready: untilReady(child),
    reload: (file) => sendVersion(child, file),
    prepare: () => prepare(child),
  }
}

/** Passes on what services log, and keeps back the emulator's own banners until something is wrong. */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const kept: string[] = []
    let listening = false
    const onLine = (line: string): void => {
      if (line.startsWith('{')) process.stdout.write(`${line}\n`)
      // The dashboard asks again and again.
      else if (/^\w+ \/-\/dev\b/.test(line)) return
      else if (/^\w+ \/.*\(λ: /.test(line)) process.stdout.write(`${line.replace(/ \(λ: (.*)\)$/, '  → $1')}\n`)
      else if (!listening) kept.push(line)
      else if (/error|exception|✖/i.test(line)) process.stderr.write(`${line}\n`)
      if (line.includes('Server ready')) {
        listening = true
        resolve()
      }
    }
    for (const stream of [child.stdout, child.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', onLine)
    child.on('exit', (code) => {
      if (!listening) reject(new CommandError(`serverless offline ended with ${code}:\n${kept.join('\n')}`, code ?? 1))
      else process.exit(code ?? 1)
    })
  })
}

function sendVersion(child: ChildProcess, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: { reloaded?: string; refused?: string; reason?: string }): void => {
      if (message.reloaded !== file && message.refused !== file) return
      child.off('message', onMessage)
      if (message.refused === undefined) resolve()
      else reject(new CommandError(message.reason ?? 'The new version could not be loaded.'))
    }
    child.on('message', onMessage)
    child.send({ reload: file })
  })
}

function prepare(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: { prepared?: true; unprepared?: string; isConfiguration?: boolean }): void => {
      if (message.prepared === undefined && message.unprepared === undefined) return
      child.off('message', onMessage)
      if (message.unprepared === undefined) resolve()
      else if (message.isConfiguration)
        reject(new CommandError(`The configuration is wrong:\n${message.unprepared}`, 78))
      else reject(new CommandError(message.unprepared))
    }
    child.on('message', onMessage)
    child.send({ ready: true })
  })
}

function stopTogether(child: ChildProcess): void {
  process.on('exit', () => child.kill('SIGKILL'))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      child.kill('SIGTERM')
      process.exit(0)
    })
  }
}

/** Makes sure of a port before the emulator, which would end without saying which one was taken. */
async function claimOrSay(port: number, host: string): Promise<number> {
  try {
    return await claimPort(port, host)
  } catch (error) {
    const reason = describePortError(error)
    throw reason === undefined ? error : new CommandError(reason)
  }
}
