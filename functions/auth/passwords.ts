import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { problem } from 'twelvefold'
import { isCommonPassword } from './common-passwords.ts'

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** OWASP's password storage cheat sheet, the row that takes 16 MB; kept with each hash, so that it can be raised. */
const parameters = { cost: 2 ** 14, blockSize: 8, parallelization: 5 }
const length = 32

/**
 * How many are worked on at once, 16 MB and a core each: of the four threads that Node has for such work, one is left for
 * the disk. And how many may wait.
 */
const mostAtOnce = 3
const mostWaiting = 100

let running = 0
const waiting: (() => void)[] = []
let made = 0

/** How many passwords this process has hashed: the work that an answer has cost. */
export const hashesMade = (): number => made

async function limited<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= mostAtOnce) {
    if (waiting.length >= mostWaiting)
      throw problem('service-unavailable', 'Too many people log in at the moment.', { headers: { 'retry-after': '5' } })
    await new Promise<void>((turn) => waiting.push(turn))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}

function hash(password: string, salt: Buffer, options: typeof parameters): Promise<Buffer> {
  made++
  return limited(() => derive(password.normalize('NFKC'), salt, length, { ...options, maxmem: 64 * 1024 * 1024 }))
}

/** What is kept of a password: `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await hash(password, salt, parameters)
  const { cost, blockSize, parallelization } = parameters
  return ['scrypt', cost, blockSize, parallelization, salt.toString('base64'), key.toString('base64')].join('$')
}

/** A hash of a password that nobody has: whoever is unknown costs as much work as everybody else. */
const nobody = `scrypt$${2 ** 14}$8$5$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(length).toString('base64')}`

/** @param kept undefined where there is no such user: false, after the same work */
export async function isPassword(password: string, kept: string | undefined): Promise<boolean> {
  const [, cost, blockSize, parallelization, salt = '', key = ''] = (kept ?? nobody).split('$')
  const options = { cost: Number(cost), blockSize: Number(blockSize), parallelization: Number(parallelization) }
  const given = await hash(password, Buffer.from(salt, 'base64'), options)
  return timingSafeEqual(given, Buffer.from(key, 'base64')) && kept !== undefined
}

/** What is wrong with a new password, as a sentence; undefined where nothing is (NIST SP 800-63B, section 5.1.1.2). */
export function findFault(password: string, email: string): string | undefined {
  const characters = [...password.normalize('NFKC')].length
  if (characters < 8) return 'The password needs at least 8 characters.'
  if (characters > 128) return 'The password may have 128 characters.'
  if (isCommonPassword(password) || password.toLowerCase() === email.toLowerCase())
    return 'That password is among the first that an attacker tries. Choose another.'
  return undefined
}
