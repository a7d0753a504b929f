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
  const attempt = await logIn(event, email, password)
  const found = await readAuthorization(request)
  const { client, redirectUri } = found.state === 'valid' ? found.request : {}
  if (attempt === 'wrong' || 'seconds' in attempt) {
    const form = { csrf: csrfToken(browser), request, clientName: client?.name, email }
    const headers = pageHeaders(browser.cookies, redirectUri)
    if (attempt === 'wrong')
      return reply(401, loginPage({ ...form, fault: 'The address or the password is wrong.' }), headers)
    const { seconds } = attempt
    const fault = `Too many attempts. Try again in ${seconds} second${seconds === 1 ? '' : 's'}.`
    return reply(429, loginPage({ ...form, fault }), { ...headers, 'retry-after': String(seconds) })
  }
  const { user, cookie } = attempt
  const session = await beginSession(browser, user.userId)
  const cookies = [...session.cookies, cookie]
  // Only ever to our own authorization endpoint, which checks the request anew: there is no open redirect in here.
  if (request !== '') return redirect(`authorize?${afterLogin(request)}`, cookies)
  return reply(200, messagePage('You are logged in', `As ${user.name}.`), pageHeaders(cookies))
})
