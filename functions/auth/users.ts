import { collection, Problem, type, type Versioned } from 'twelvefold'
import { hashPassword } from './passwords.ts'
import { randomSecret } from './secrets.ts'

/** A person with an account. The address names the document, so that one conditional insert keeps it unique. */
export interface User {
  /** In lower case. */
  email: string
  /** What tokens say; it is never given to anybody else. */
  userId: string
  name: string
  passwordHash: string
  createdAt: string
}

export const users = collection('users', {
  document: type<User>(),
  key: 'email',
  indexes: { byUserId: ['userId'] },
})

export const toAddress = (text: string): string => text.trim().normalize('NFC').toLowerCase()

export const findUser = (email: string): Promise<Versioned<User> | undefined> => users.get(toAddress(email))

export async function findUserById(userId: string): Promise<Versioned<User> | undefined> {
  const { items } = await users.query('byUserId', { equals: { userId }, limit: 1 })
  return items[0]
}

/**
 * Adds a user, unless the address has one. Nobody is told which: what is answered and what it costs are the same.
 *
 * @returns whether the user was added; only for tests and demo data
 */
export async function addUser(input: { email: string; name: string; password: string }): Promise<boolean> {
  const passwordHash = await hashPassword(input.password)
  try {
    await users.insert({
      email: toAddress(input.email),
      userId: randomSecret().slice(0, 22),
      name: input.name.trim(),
      passwordHash,
      createdAt: new Date().toISOString(),
    })
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return false
    throw error
  }
}
