import { createHash } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logger } from '../../observe/log.ts'
import { hasOwner, takeBySocket } from './folder-sockets.ts'
import { askFor, listen } from './listen.ts'

/**
 * Takes a folder, which is there, for this process alone. The lock is that somebody listens on a socket: the system lets go of it however
 * the process ends, so there is nothing stale to wait for after `kill -9` or a reboot. It holds on one machine.
 *
 * On Linux there are two sockets: one of the system, which needs no file, and one in the folder, for another container
 * has the same folder and none of the sockets.
 *
 * @returns what lets go of it; undefined where another process has it
 */
export async function lockFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  const server = await listenAlone(addressOf(folder))
  if (server === undefined) return undefined
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  const release = process.platform === 'linux' ? await takeInFolder(folder) : nothing
  if (release === undefined) {
    await close()
    return undefined
  }
  return async () => {
    await release()
    await close()
  }
}

const nothing = async (): Promise<void> => undefined

async function takeInFolder(folder: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await takeBySocket(folder)
  } catch (error) {
    if (await hasOwner(folder)) return undefined
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // Who cannot write the folder does no harm in it.
    if (code !== 'EROFS' && code !== 'EACCES')
      logger().warn({ err: error, folder }, 'a process in another container would not be kept from this folder')
    return nothing
  }
}

/** The folder itself names the socket: containers have one folder at several paths, and several at one. */
function addressOf(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true })
  const name = `twelvefold-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`
  // Linux has sockets without a file, Windows named pipes; elsewhere it is a file that has to be looked after.
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

async function listenAlone(address: string): ReturnType<typeof listen> {
  const server = await listen(address)
  if (server !== undefined || address.startsWith('\0') || address.startsWith('\\')) return server
  // The file of a process that is gone is still there, and nobody answers it.
  if ((await askFor(address)) === 'listens') return undefined
  rmSync(address, { force: true })
  return listen(address)
}
