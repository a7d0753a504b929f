import { endpoint } from 'twelvefold'
import { decideAuthorization } from '#contracts/auth'
import { redirect, refuse, refuseForm } from './answers.ts'
import { answerTo, readAuthorization } from './authorization.ts'
import { makeAnswer } from './authorization-answer.ts'
import { giveConsent } from './consents.ts'
import { isOwnForm, openBrowser } from './sessions.ts'
import { findUserById } from './users.ts'

export const handler = endpoint(decideAuthorization, async ({ body, event }) => {
  const browser = await openBrowser(event)
  if (!isOwnForm(browser, event.headers, body.csrf)) return refuseForm()
  const found = await readAuthorization(body.request)
  if (found.state === 'refused') return refuse(found.message)
  if (found.state === 'returned') return redirect(found.location)
  const { request } = found
  const { session } = browser
  // Whoever has logged out meanwhile logs in again, and comes back to the question.
  if (session === undefined || (await findUserById(session.subject)) === undefined)
    return redirect(`authorize?${request.query}`)
  if (body.decision !== 'allow') return redirect(answerTo(request, { error: 'access_denied' }))
  await giveConsent(session.subject, request.client.clientId, request.scope)
  return redirect(await makeAnswer(request, session))
})
