import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Takes a folder for this process alone. The lock is a socket that only one process can listen on: the system lets go of
 * it however the process ends, so there is nothing stale to clean up after `kill -9`.
 *
 * @returns what lets go of it; undefined where another process has it
 */
export async function lockFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  mkdirSync(folder, { recursive: true })
  const name = `twelvefold-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)}`
  const server = await listen(addressOf(name))
  if (server === undefined) return undefined
  server.unref()
  return () => new Promise((resolve) => server.close(() => resolve()))
}

/** Linux has sockets without a file, Windows named pipes; elsewhere it is a file that has to be looked after. */
function addressOf(name: string): string {
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

async function listen(address: string): Promise<Server | undefined> {
  const server = await tryListen(address)
  if (server !== undefined || address.startsWith('\0') || address.startsWith('\\')) return server
  // The file of a process that is gone is still there, and nobody answers it.
  if (await answers(address)) return undefined
  rmSync(address, { force: true })
  return tryListen(address)
}

function tryListen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(address, () => resolve(server))
  })
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
