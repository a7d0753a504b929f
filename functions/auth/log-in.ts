import { beginAttempt, endAttempts } from './login-attempts.ts'
import { isPassword } from './passwords.ts'
import { findUser, toAddress, type User } from './users.ts'

/**
 * Checks an address and a password. Whoever is unknown costs the same work as whoever is wrong.
 *
 * @returns the user; undefined where they do not fit; the seconds to wait where there were too many attempts
 */
export async function logIn(email: string, password: string): Promise<User | number | undefined> {
  const address = toAddress(email)
  const wait = await beginAttempt(address)
  if (wait > 0) return wait
  const user = await findUser(address)
  // A password that is too long to be one is not worth the work, for known and unknown alike.
  if (password.length > 1024 || !(await isPassword(password, user?.passwordHash))) return undefined
  await endAttempts(address)
  return user
}
