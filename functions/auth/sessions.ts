import { collection, type EndpointEvent, type } from 'twelvefold'
import { isSecure, issuer } from './config.ts'
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

/** `__Host-`: no other host, and no page over plain HTTP, can set it (RFC 6265bis, section 4.1.3.2). */
export const cookieName: string = isSecure ? '__Host-auth' : 'auth'

/** A browser, known by its cookie: 256 random bits, from before anybody logs in. */
export interface Browser {
  secret: string
  /** The cookie to set, where the browser has none yet. */
  cookies: readonly string[]
  session: Session | undefined
}

/** The browser that sends a request. */
export async function openBrowser({ cookies, headers }: EndpointEvent): Promise<Browser> {
  // API Gateway lists the cookies beside the headers, a socket has them in one.
  const sent = cookies ?? headers.cookie?.split(';') ?? []
  const pairs = sent.map((cookie) => cookie.trim().split('=', 2))
  const secret = pairs.find(([name]) => name === cookieName)?.[1]
  if (secret === undefined || !/^[\w-]{43}$/.test(secret)) return newBrowser()
  return { secret, cookies: [], session: await sessions.get(hashOf(secret)) }
}

function newBrowser(): Browser {
  const secret = randomSecret()
  return { secret, cookies: [toCookie(secret)], session: undefined }
}

const toCookie = (secret: string, maxAge?: number): string =>
  [
    `${cookieName}=${secret}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(isSecure ? ['Secure'] : []),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
  ].join('; ')

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
  return toCookie('', 0)
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
