import { type CallContext, collection, Problem, type } from 'twelvefold'
import { codes } from './codes.ts'
import { settings } from './config.ts'
import { consents } from './consents.ts'
import { devices } from './devices.ts'
import { eraseElsewhere } from './erase-elsewhere.ts'
import { grants } from './grants.ts'
import { accountOf, attempts } from './login-attempts.ts'
import { sessions } from './sessions.ts'
import { findUserById, users } from './users.ts'

/** An erasure that has begun and is not done everywhere. */
interface Erasure {
  subject: string
  /** The services that have not yet confirmed it. */
  pending: readonly string[]
  /** As RFC 3339. */
  startedAt: string
  /** The user's own document was found, and removed. */
  isGone?: boolean
}

export const erasures = collection('erasures', {
  document: type<Erasure>(),
  key: 'subject',
  indexes: { byStart: ['startedAt'] },
})

/** Milliseconds within which an index may not yet show a user who has just registered. */
const indexFollows = 60_000

/** What the calls to the other services belong to; its log is told of those that failed. */
type Context = CallContext & Required<Pick<CallContext, 'log'>>

/** Erases a user here and then everywhere. What cannot be reached now is done by {@link finishErasures}. */
export async function erase(subject: string, context: Context): Promise<void> {
  try {
    await erasures.insert({ subject, pending: settings.AUTH_ERASE_AT, startedAt: new Date().toISOString() })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
  }
  await finish(subject, context)
}

/** Goes on with all erasures that have begun. @returns how many of them are done now */
export async function finishErasures(context: Context): Promise<number> {
  let done = 0
  let cursor: string | undefined
  do {
    const page = await erasures.query('byStart', { limit: 100, cursor })
    for (const { subject } of page.items) if (await finish(subject, context)) done++
    cursor = page.cursor
  } while (cursor !== undefined)
  return done
}

async function finish(subject: string, context: Context): Promise<boolean> {
  const erasure = await erasures.get(subject)
  if (erasure === undefined) return false
  const wasThere = await eraseHere(subject)
  // Else the document of a user would stay whom the index did not show: recovery looks again.
  const isGone = wasThere || erasure.isGone === true
  if (!isGone && Date.now() - Date.parse(erasure.startedAt) < indexFollows) return false
  const left: string[] = []
  for (const service of erasure.pending) {
    try {
      await eraseElsewhere(service, subject, context)
    } catch (error) {
      context.log.warn({ err: error, erasedAt: service }, 'an erasure goes on later')
      left.push(service)
    }
  }
  if (left.length === 0) return erasures.remove(subject)
  await erasures.update(subject, (before) => ({ ...before, pending: left, isGone: true }))
  return false
}

/**
 * The user first: from then on no token is given for them, whatever else is still there.
 *
 * @returns whether there was one
 */
async function eraseHere(subject: string): Promise<boolean> {
  const user = await findUserById(subject)
  if (user !== undefined) {
    await users.remove(user.email)
    await attempts.remove(accountOf(user.email))
  }
  await removeAll(
    () => sessions.query('bySubject', { equals: { subject } }),
    ({ sessionId }) => sessions.remove(sessionId),
  )
  await removeAll(
    () => devices.query('bySubject', { equals: { subject } }),
    ({ deviceId }) => devices.remove(deviceId),
  )
  await removeAll(
    () => consents.query('bySubject', { equals: { subject } }),
    ({ consentId }) => consents.remove(consentId),
  )
  await removeAll(
    () => codes.query('bySubject', { equals: { subject } }),
    ({ codeHash }) => codes.remove(codeHash),
  )
  await removeAll(
    () => grants.query('bySubject', { equals: { subject } }),
    ({ grantId }) => grants.remove(grantId),
  )
  return user !== undefined
}

async function removeAll<Document>(
  next: () => Promise<{ items: Document[] }>,
  remove: (document: Document) => Promise<boolean>,
): Promise<void> {
  // An index may show what was removed a moment ago; what nobody removes any more ends the round.
  for (;;) {
    const { items } = await next()
    const removed = await Promise.all(items.map(remove))
    if (!removed.includes(true)) return
  }
}
