import { type Reply, reply } from 'twelvefold'
import { noStore } from './oauth-fault.ts'
import { pageHeaders } from './page.ts'
import { messagePage } from './pages.ts'

/** Leads the browser on with a GET: never 307, which would send a password along (RFC 9700, section 4.12). */
export const redirect = (location: string, cookies: readonly string[] = []): Reply<303, undefined> =>
  reply(303, undefined, { ...noStore, location, ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }) })

/** Shows what is wrong with a request, and leads nowhere. */
export const refuse = (message: string): Reply<400, string> =>
  reply(400, messagePage('This does not work', message), pageHeaders())

/** Shows that a form did not come from a page of ours in this browser. */
export const refuseForm = (): Reply<403, string> =>
  reply(403, messagePage('This form has ended', 'Go back, load the page again, and send it once more.'), pageHeaders())
