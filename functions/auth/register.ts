import { endpoint, reply } from 'twelvefold'
import { register } from '#contracts/auth'
import { refuseForm } from './answers.ts'
import { readAuthorization } from './authorization.ts'
import { pageHeaders } from './page.ts'
import { loginPage, registrationPage } from './pages.ts'
import { findFault } from './passwords.ts'
import { csrfToken, isOwnForm, openBrowser } from './sessions.ts'
import { addUser } from './users.ts'

export const handler = endpoint(register, async ({ body, event }) => {
  const browser = await openBrowser(event)
  if (!isOwnForm(browser, event.headers, body.csrf)) return refuseForm()
  const { name = '', email = '', password = '', request = '' } = body
  const csrf = csrfToken(browser)
  const fault = findFormFault(name, email) ?? findFault(password, email)
  if (fault !== undefined)
    return reply(422, registrationPage({ csrf, request, name, email, fault }), pageHeaders(browser.cookies))
  await addUser({ name, email, password })
  const found = await readAuthorization(request)
  const { client, redirectUri } = found.state === 'valid' ? found.request : {}
  // The same for an address that has an account already: nobody learns here who has one.
  const notice = 'You can log in now. If the address had an account before, its password is still the old one.'
  const form = { csrf, request, clientName: client?.name, email, notice }
  return reply(200, loginPage(form), pageHeaders(browser.cookies, redirectUri))
})

function findFormFault(name: string, email: string): string | undefined {
  if (name.trim() === '' || name.length > 100) return 'Say your name, in up to 100 characters.'
  if (email.length > 254 || !/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/.test(email.trim()))
    return 'That is no e-mail address.'
  return undefined
}
