import { endpoint, reply } from 'twelvefold'
import { authorize } from '#contracts/auth'
import { redirect, refuse } from './answers.ts'
import { answerTo, readAuthorization } from './authorization.ts'
import { makeAnswer } from './authorization-answer.ts'
import { hasConsented } from './consents.ts'
import { pageHeaders } from './page.ts'
import { consentPage, loginPage } from './pages.ts'
import { csrfToken, openBrowser } from './sessions.ts'
import { findUserById } from './users.ts'

export const handler = endpoint(authorize, async ({ event }) => {
  const found = await readAuthorization(event.rawQueryString)
  if (found.state === 'refused') return refuse(found.message)
  if (found.state === 'returned') return redirect(found.location)
  const { request } = found
  const { client, scope, prompt, maxAge, query, redirectUri } = request

  const browser = await openBrowser(event)
  const { session } = browser
  const user = session && (await findUserById(session.subject))
  const isOld = maxAge !== undefined && session !== undefined && Date.now() / 1000 - session.authTime > maxAge
  const isAsked = prompt.includes('login') || prompt.includes('select_account') || maxAge === 0
  if (session === undefined || user === undefined || isOld || isAsked) {
    if (prompt.includes('none')) return redirect(answerTo(request, { error: 'login_required' }))
    const form = { csrf: csrfToken(browser), request: query, clientName: client.name, email: request.loginHint }
    return reply(200, loginPage(form), pageHeaders(browser.cookies, redirectUri))
  }
  const isFree = client.trusted || (await hasConsented(user.userId, client.clientId, scope))
  if (!isFree || prompt.includes('consent')) {
    if (prompt.includes('none')) return redirect(answerTo(request, { error: 'consent_required' }))
    const form = { csrf: csrfToken(browser), request: query, client, scope, name: user.name }
    return reply(200, consentPage(form), pageHeaders(browser.cookies, redirectUri))
  }
  return redirect(await makeAnswer(request, session))
})
