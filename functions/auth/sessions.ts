import { collection, type EndpointEvent, type } from 'twelvefold'
import { issuer } from './config.ts'
import { readCookie, toCookie, toCookieName } from './cookies.ts'
import { derive, hashOf, isSame, randomSecret } from './secrets.ts'

/** A browser in which somebody is logged in. Only the hash of its cookie is kept. */
export interface Session {
  sessionId: string
  subject: string
  /** When they logged in, in seconds since 1970. */
  authTime: number
  /** In seconds since 1970. */
  expiresAt: number
}

export const sessions = collection('auth-sessions', {
  document: type<Session>(),
  key: 'sessionId',
  indexes: { bySubject: ['subject'] },
  ttl: 'expiresAt',
})

const sessionSeconds = 12 * 3600

const cookieName = toCookieName('auth')

/** A browser, known by its cookie: 256 random bits, from before anybody logs in. */
export interface Browser {
  secret: string
  /** The cookie to set, where the browser has none yet. */
  cookies: readonly string[]
  session: Session | undefined
}

/** The browser that sends a request. */
export async function openBrowser(event: EndpointEvent): Promise<Browser> {
  const secret = readCookie(event, cookieName)
  return secret === undefined ? newBrowser() : { secret, cookies: [], session: await sessions.get(hashOf(secret)) }
}

function newBrowser(): Browser {
  const secret = randomSecret()
  return { secret, cookies: [toCookie(cookieName, secret)], session: undefined }
}

/** Begins a session, always under a new cookie: one that was known before the login is worth nothing after it. */
export async function beginSession(before: Browser, subject: string): Promise<Browser> {
  await endSession(before)
  const authTime = Math.floor(Date.now() / 1000)
  const { secret, cookies } = newBrowser()
  const session = await sessions.insert({
    sessionId: hashOf(secret),
    subject,
    authTime,
    expiresAt: authTime + sessionSeconds,
  })
  return { secret, cookies, session }
}

/** Ends a session, if there is one. @returns the cookie that removes the browser's */
export async function endSession({ session }: Browser): Promise<string> {
  if (session !== undefined) await sessions.remove(session.sessionId)
  return toCookie(cookieName, '', 0)
}

/** What a form has to bring back: nobody can make it without the cookie, and a new cookie makes it worthless. */
export const csrfToken = ({ secret }: Browser): string => derive(secret, 'csrf')

/** Whether a form was sent from a page of ours in this very browser. */
export function isOwnForm(
  browser: Browser,
  headers: Readonly<Record<string, string | undefined>>,
  token: string | undefined,
): boolean {
  // Our pages send no referrer, and so `Origin: null` (Fetch standard, section 3.2); the token decides then.
  const from = headers.origin ?? 'null'
  const site = headers['sec-fetch-site'] ?? 'same-origin'
  return (
    (from === 'null' || from === new URL(issuer).origin) &&
    /^(?:same-origin|none)$/.test(site) &&
    isSame(token ?? '', csrfToken(browser))
  )
}
