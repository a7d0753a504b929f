import { endpoint, reply } from 'twelvefold'
import { showLogout } from '#contracts/auth'
import { findLogoutTarget } from './logout-target.ts'
import { pageHeaders } from './page.ts'
import { logoutPage } from './pages.ts'
import { csrfToken, openBrowser } from './sessions.ts'

export const handler = endpoint(showLogout, async ({ query, event }) => {
  const browser = await openBrowser(event)
  const target = await findLogoutTarget(query)
  const fields = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
  return reply(
    200,
    logoutPage({ csrf: csrfToken(browser), fields }),
    pageHeaders(browser.cookies, target?.startsWith('http') ? target : undefined),
  )
})
