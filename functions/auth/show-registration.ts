import { endpoint, reply } from 'twelvefold'
import { showRegistration } from '#contracts/auth'
import { pageHeaders } from './page.ts'
import { registrationPage } from './pages.ts'
import { csrfToken, openBrowser } from './sessions.ts'

export const handler = endpoint(showRegistration, async ({ query: { request = '' }, event }) => {
  const browser = await openBrowser(event)
  return reply(200, registrationPage({ csrf: csrfToken(browser), request }), pageHeaders(browser.cookies))
})
