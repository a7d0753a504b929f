import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startDynamodb } from '../../fakes/dynamodb.ts'
import { buildFunctions, functionFile, hostVariables, type Subject } from '../subject.ts'
import { authVariables } from '../tokens/token-call.ts'
import { type FirstCall, firstCall } from './events.ts'

/** A function that is started: its file, and what it is called with. */
export interface Started {
  name: string
  file: string
  call: FirstCall
}

/** From the start of a process to the first answer of its function, in ms. */
export function start({ name, file, call }: Started, variables: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'first-answer.mjs'), file, call.event], {
      cwd: dirname(file),
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, ENV: 'production', ...variables },
    })
    child.once('error', reject)
    child.stdout.once('data', (answer: Buffer) => {
      const ms = performance.now() - started
      const status = answer.toString()
      child.once('close', () =>
        call.statuses.includes(status)
          ? resolve(ms)
          : reject(new Error(`${name} answers ${status} and not ${call.statuses.join(' or ')}`)),
      )
    })
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`${name} ended with ${code}`))
    })
  })
}

export async function listStarted(subject: Subject): Promise<Started[]> {
  const functions = buildFunctions(subject)
  return Promise.all(
    functions.map(async (packaged) => ({
      name: packaged.name,
      file: functionFile(subject, packaged.name),
      call: await firstCall(subject, packaged),
    })),
  )
}

/** Bytes of all code of a function, gzipped file by file, as its zip has them. */
export function sizeOf({ file }: Started): number {
  const files = readdirSync(dirname(file)).filter((name) => name.endsWith('.mjs'))
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(join(dirname(file), name)), { level: 9 }).length, 0)
}

/**
 * A store for the functions that keep data: an emulator of DynamoDB with the tables of the project, empty at first.
 *
 * @returns the variables that lead to it, and what stops it
 */
export async function startStore({
  root,
}: Subject): Promise<{ variables: Record<string, string>; stop: () => Promise<void> }> {
  const { url, close } = await startDynamodb()
  const { AUTH_SIGNING_KEYS = '' } = authVariables
  const variables = { ...hostVariables, AUTH_SIGNING_KEYS, STORE_URL: url('bench') }
  // An older commit, which has no store, needs no tables.
  if (!existsSync(join(root, 'lib', 'cli', 'store.ts'))) return { variables, stop: close }
  const command = spawn(process.execPath, [join(root, 'lib', 'cli', 'main.ts'), 'store', 'create'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...variables },
  })
  const [code] = (await once(command, 'close')) as [number]
  if (code !== 0) throw new Error(`twelvefold store create ended with ${code}`)
  return { variables, stop: close }
}
