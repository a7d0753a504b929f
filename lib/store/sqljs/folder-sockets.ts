import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { askFor, listen } from './listen.ts'

/** How often it is tried to be the only one, and the longest first pause in between, in ms. */
const mostTries = 6
const pause = 5

/** Bytes of a socket's path that Linux takes. */
const longestPath = 107

/** A socket of somebody who has, or wants, the folder; with `.part` nobody listens on it yet. */
const socketName = /^owner-[0-9a-f]{16}\.sock(\.part)?$/

/**
 * Takes a folder for this process among all that see it on this machine, in whatever container they are: each listens on
 * a socket in the folder before it looks for those of others, so that of two at least one finds the other and steps back.
 * A socket on which nobody listens belongs to a process that is gone, however it ended; as names are never used again, to
 * remove it hits nobody else.
 *
 * @returns what lets go of it; undefined where another process has it
 * @throws what the system says where there can be no socket in the folder
 */
export async function takeBySocket(folder: string): Promise<(() => Promise<void>) | undefined> {
  for (let tries = 0; tries < mostTries; tries++) {
    const name = `owner-${randomBytes(8).toString('hex')}.sock`
    const withdraw = await publish(folder, name)
    if (withdraw !== undefined) {
      if (!(await hasOwner(folder, name))) return withdraw
      await withdraw()
    }
    // Those who have stepped back from each other should not come at the same time again.
    await setTimeout(Math.random() * pause * 2 ** tries)
  }
  return undefined
}

/**
 * Whether somebody has the folder, or wants it; what is left of processes that are gone is removed.
 *
 * @param own the name of the socket that is not meant
 */
export async function hasOwner(folder: string, own?: string): Promise<boolean> {
  for (const name of readdirSync(folder)) {
    const [found, part] = socketName.exec(name) ?? []
    if (found === undefined || name === own) continue
    const state = await within(folder, name, askFor)
    // Whoever is not published yet will look later, and find this one.
    if (state === 'listens' && part === undefined) return true
    if (state === 'gone') remove(join(folder, name))
  }
  return false
}

/** @returns what takes it back; undefined where somebody took it for what a dead process has left */
async function publish(folder: string, name: string): Promise<(() => Promise<void>) | undefined> {
  const path = join(folder, name)
  const server = await within(folder, `${name}.part`, listen)
  const withdraw = async (): Promise<void> => {
    remove(path)
    await new Promise((resolve) => server?.close(resolve))
  }
  try {
    // Whoever may look into the folder may see whether somebody listens.
    chmodSync(`${path}.part`, 0o666)
    // With this name there has always been somebody who listens.
    renameSync(`${path}.part`, path)
    return withdraw
  } catch (error) {
    await withdraw()
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Does something with a socket in a folder. Linux takes no long paths for one, but one through an open folder. */
async function within<Result>(
  folder: string,
  name: string,
  action: (path: string) => Promise<Result>,
): Promise<Result> {
  const path = join(folder, name)
  if (Buffer.byteLength(path) <= longestPath) return action(path)
  const handle = openSync(folder, 'r')
  try {
    return await action(`/proc/self/fd/${handle}/${name}`)
  } finally {
    closeSync(handle)
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // It says of nobody that he is there, so it may stay.
  }
}
