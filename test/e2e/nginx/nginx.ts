import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { untilExit } from '../../parity/hosts/run.ts'

const repository = join(import.meta.dirname, '../../..')

/** The configuration that ships. */
export const configuration: string = readFileSync(join(repository, 'env/nginx.conf'), 'utf8')

/** The names of its upstreams. */
export const upstreams: string[] = [...configuration.matchAll(/^ *upstream (\w+)/gm)].map(([, name = '']) => name)

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
const program = folders.map((folder) => join(folder, 'nginx')).find((file) => existsSync(file))

/** Why tests with nginx are skipped; false where they are not. */
export const skip: string | false =
  program === undefined ? 'nginx is not installed (on Debian: apt-get install nginx)' : false

export interface Nginx {
  /** Where it listens: `http://127.0.0.1:<port>`. */
  base: string
  port: number
  /** Everything that it has written, both logs. */
  log: () => string
  stop: () => Promise<void>
}

/**
 * Starts nginx with the configuration that ships, on other ports.
 *
 * @param ports upstream → the port that it is on
 * @param options.port where nginx listens; any free port unless said
 * @param options.edit a last change of the configuration
 */
export async function startNginx(
  ports: Record<string, number>,
  options: { port?: number; edit?: (text: string) => string } = {},
): Promise<Nginx> {
  const { port = await freePort(), edit = (text) => text } = options
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-nginx-'))
  mkdirSync(join(folder, 'env'))
  writeFileSync(join(folder, 'env/nginx.conf'), edit(onPorts(ports, port)))
  const logFile = join(folder, 'log')
  // A file, since nginx opens /dev/stdout by its name, which a socket does not allow.
  const output = openSync(logFile, 'a')
  const child = spawn(program ?? 'nginx', ['-p', folder, '-c', 'env/nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', output, output],
  })
  const log = (): string => readFileSync(logFile, 'utf8')
  let ended = false
  void once(child, 'exit').then(() => {
    ended = true
  })
  while (!(await accepts(port))) {
    if (ended) throw new Error(`nginx did not start:\n${log()}`)
    await setTimeout(20)
  }
  return {
    base: `http://127.0.0.1:${port}`,
    port,
    log,
    stop: async () => {
      const gone = untilExit(child)
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The configuration with other ports, and nothing else changed. @throws where an upstream has none */
function onPorts(ports: Record<string, number>, port: number): string {
  return configuration
    .replace(/listen \d+ default_server/, `listen 127.0.0.1:${port} default_server`)
    .replace(/(upstream (\w+) *\{ server 127\.0\.0\.1:)\d+/g, (_, before: string, name: string) => {
      if (ports[name] === undefined) throw new Error(`the upstream ${name} has no port`)
      return `${before}${ports[name]}`
    })
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
