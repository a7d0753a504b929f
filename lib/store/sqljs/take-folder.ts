import { mkdirSync } from 'node:fs'
import { ConfigError } from '../../config/config-error.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'

/**
 * Makes the folder that STORE_URL names where it is missing, and takes it for this process.
 *
 * @throws ConfigError where that is not possible
 */
export async function takeFolder(folder: string): Promise<FolderLock> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw wrong(`names ${folder}, which is not a folder`)
    throw wrong(`names the folder ${folder}, which cannot be made: ${messageOf(error)}`)
  }
  const lock = await readFolder(folder, () => lockFolder(folder))
  if (lock !== undefined) return lock
  throw wrong(`names the folder ${folder}, which another process has open; stop it, or choose another folder`)
}

/** @throws ConfigError where the system refuses to read the folder that STORE_URL names; what else is thrown as it is */
export async function readFolder<Result>(folder: string, read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    throw wrong(`names the folder ${folder}, which cannot be read: ${messageOf(error)}`)
  }
}

const wrong = (message: string): ConfigError => new ConfigError([{ variable: 'STORE_URL', message }])

/** The code of an error of the system, such as ENOTDIR. */
const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
