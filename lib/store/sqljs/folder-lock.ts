import { createHash } from 'node:crypto'
import { rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logger } from '../../observe/log.ts'
import { hasOwner, takeBySocket } from './folder-sockets.ts'
import { askFor, listen } from './listen.ts'

/** A folder that this process has for itself. */
export interface FolderLock {
  /**
   * Is to be waited for before the first write: a folder that could only be read may have been taken without a sign that
   * others see.
   *
   * @throws where it may not be written, by now because another process has it
   */
  claim: () => Promise<void>
  release: () => Promise<void>
}

/**
 * Takes a folder, which is there, for this process alone. The lock is that somebody listens on a socket: the system lets
 * go of it however the process ends, so there is nothing stale to wait for after `kill -9` or a reboot. It holds on one
 * machine.
 *
 * On Linux there are two sockets: one of the system, which needs no file, and one in the folder, for another container
 * has the same folder and none of the sockets.
 *
 * @returns undefined where another process has it
 */
export async function lockFolder(folder: string): Promise<FolderLock | undefined> {
  const server = await listenAlone(addressOf(folder))
  if (server === undefined) return undefined
  let inFolder: (() => Promise<void>) | undefined

  async function claim(): Promise<void> {
    if (process.platform === 'linux') inFolder ??= await claimInFolder(folder)
  }
  async function release(): Promise<void> {
    await inFolder?.()
    await new Promise((resolve) => server?.close(resolve))
  }

  try {
    await claim()
  } catch {
    // It can be read all the same, if nobody else has it.
    if (await hasOwner(folder)) {
      await release()
      return undefined
    }
  }
  return { claim, release }
}

async function claimInFolder(folder: string): Promise<() => Promise<void>> {
  try {
    const withdraw = await takeBySocket(folder)
    if (withdraw !== undefined) return withdraw
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EROFS' || code === 'EACCES') throw error
    if (await hasOwner(folder)) throw taken(folder)
    logger().warn({ err: error, folder }, 'a process in another container would not be kept from this folder')
    return async () => undefined
  }
  throw taken(folder)
}

const taken = (folder: string): Error => new Error(`another process has ${folder}`)

/** Node before 22 fills a shorter name up with zeros, later ones do not: at its full length it is one name to both. */
const longestAbstract = 107

/** The folder itself names the socket: containers have one folder at several paths, and several at one. */
function addressOf(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true })
  const name = `twelvefold-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32)}`
  // Linux has sockets without a file, Windows named pipes; elsewhere it is a file that has to be looked after.
  if (process.platform === 'linux') return `\0${name.padEnd(longestAbstract, '-')}`
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
