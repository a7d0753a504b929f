import { endpoint, reply } from 'twelvefold'
import { showLogin } from '#contracts/auth'
import { readAuthorization } from './authorization.ts'
import { pageHeaders } from './page.ts'
import { loginPage } from './pages.ts'
import { csrfToken, openBrowser } from './sessions.ts'

export const handler = endpoint(showLogin, async ({ query: { request = '' }, event }) => {
  const browser = await openBrowser(event)
  const found = await readAuthorization(request)
  const { client, redirectUri } = found.state === 'valid' ? found.request : {}
  const form = { csrf: csrfToken(browser), request, clientName: client?.name }
  return reply(200, loginPage(form), pageHeaders(browser.cookies, redirectUri))
})
