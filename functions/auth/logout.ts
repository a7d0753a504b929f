import { endpoint, reply } from 'twelvefold'
import { logout } from '#contracts/auth'
import { redirect, refuseForm } from './answers.ts'
import { findLogoutTarget } from './logout-target.ts'
import { pageHeaders } from './page.ts'
import { messagePage } from './pages.ts'
import { endSession, isOwnForm, openBrowser } from './sessions.ts'

export const handler = endpoint(logout, async ({ body, event }) => {
  const browser = await openBrowser(event)
  if (!isOwnForm(browser, event.headers, body.csrf)) return refuseForm()
  const cookie = await endSession(browser)
  const target = await findLogoutTarget(body)
  if (target !== undefined) return redirect(target, [cookie])
  return reply(200, messagePage('You are logged out', 'You can close this page.'), pageHeaders([cookie]))
})
