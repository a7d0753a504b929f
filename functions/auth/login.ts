import { endpoint, reply } from 'twelvefold'
import { login } from '#contracts/auth'
import { redirect, refuseForm } from './answers.ts'
import { afterLogin, readAuthorization } from './authorization.ts'
import { logIn } from './log-in.ts'
import { pageHeaders } from './page.ts'
import { loginPage, messagePage } from './pages.ts'
import { beginSession, csrfToken, isOwnForm, openBrowser } from './sessions.ts'

export const handler = endpoint(login, async ({ body, event }) => {
  const browser = await openBrowser(event)
  if (!isOwnForm(browser, event.headers, body.csrf)) return refuseForm()
  const { email = '', password = '', request = '' } = body
  const user = await logIn(email, password)
  const found = await readAuthorization(request)
  const { client, redirectUri } = found.state === 'valid' ? found.request : {}
  if (user === undefined || typeof user === 'number') {
    const form = { csrf: csrfToken(browser), request, clientName: client?.name, email }
    const headers = pageHeaders(browser.cookies, redirectUri)
    if (user === undefined)
      return reply(401, loginPage({ ...form, fault: 'The address or the password is wrong.' }), headers)
    const fault = `Too many attempts. Try again in ${user} second${user === 1 ? '' : 's'}.`
    return reply(429, loginPage({ ...form, fault }), { ...headers, 'retry-after': String(user) })
  }
  const { cookies } = await beginSession(browser, user.userId)
  // Only ever to our own authorization endpoint, which checks the request anew: there is no open redirect in here.
  if (request !== '') return redirect(`authorize?${afterLogin(request)}`, cookies)
  return reply(200, messagePage('You are logged in', `As ${user.name}.`), pageHeaders(cookies))
})
