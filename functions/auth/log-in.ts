import type { EndpointEvent } from 'twelvefold'
import { findDevice, rememberDevice } from './devices.ts'
import { accountOf, beginAttempt, endAttempts } from './login-attempts.ts'
import { isPassword } from './passwords.ts'
import { findUser, toAddress, type User } from './users.ts'

/** What comes of an attempt: who it is, with the cookie by which their browser is known; or why it is nobody. */
export type Login = { user: User; cookie: string } | 'wrong' | { seconds: number }

/**
 * Checks an address and a password. Whoever is unknown costs the same work as whoever is wrong. A browser in which the
 * account has logged in before is counted by itself, all others together.
 *
 * @returns `seconds` to wait where there were too many attempts
 */
export async function logIn(event: EndpointEvent, email: string, password: string): Promise<Login> {
  const address = toAddress(email)
  const device = await findDevice(event, address)
  const counter = device?.deviceId ?? accountOf(address)
  const seconds = await beginAttempt(counter)
  if (seconds > 0) return { seconds }
  const user = await findUser(address)
  // A password that is too long to be one is not worth the work, for known and unknown alike.
  const isRight = password.length <= 1024 && (await isPassword(password, user?.passwordHash))
  if (user === undefined || !isRight) return 'wrong'
  await endAttempts(counter)
  return { user, cookie: await rememberDevice(address, user.userId, device) }
}
