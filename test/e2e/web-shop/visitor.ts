import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core'

export interface Account {
  name: string
  email: string
  password: string
}

/** Somebody in front of a browser of their own: no cookies to begin with. */
export interface Visitor {
  page: Page
  /** What the console has complained of: what a policy has blocked, scripts that failed, what could not be loaded. */
  complaints: () => readonly string[]
  /** The heading of the page. */
  heading: () => Promise<string>
  /** The message that says why a form was refused. */
  fault: () => Promise<string>
  /** Sends the form that registers, and gets its answer. */
  register: (account: Account) => Promise<Response | null>
  /** Sends the form that logs in. The address is left as it stands where it is not said. */
  logIn: (account: { email?: string; password: string }) => Promise<Response | null>
  /** Presses a button, and waits for the page that it leads to. */
  press: (button: string) => Promise<Response | null>
  leave: () => Promise<void>
}

export async function createVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))

  const press = async (button: string): Promise<Response | null> => {
    const [answer] = await Promise.all([
      page.waitForNavigation(),
      page.getByRole('button', { name: button, exact: true }).click(),
    ])
    return answer
  }
  return {
    page,
    complaints: () => complaints,
    heading: () => page.getByRole('heading', { level: 1 }).innerText(),
    fault: () => page.getByRole('alert').innerText(),
    register: async ({ name, email, password }) => {
      await page.getByLabel('Name').fill(name)
      await page.getByLabel('E-mail address').fill(email)
      await page.getByLabel('Password').fill(password)
      return press('Register')
    },
    logIn: async ({ email, password }) => {
      if (email !== undefined) await page.getByLabel('E-mail address').fill(email)
      await page.getByLabel('Password').fill(password)
      return press('Log in')
    },
    press,
    leave: () => context.close(),
  }
}
