import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const folders = (process.env.PATH ?? '').split(delimiter)
const candidates = [process.env.CHROMIUM ?? '', ...folders.map((folder) => join(folder, 'chromium'))]
const program = candidates.find((file) => file !== '' && existsSync(file))

/** Why tests with a browser are skipped; false where they are not. */
export const skip: string | false =
  program === undefined
    ? 'Chromium is not installed (on Debian: apt-get install chromium; CHROMIUM=<file> where it is elsewhere)'
    : false

/** Starts Chromium without a window, so that it calls nobody but the pages under test. */
export function launchChromium(): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-proxy-server',
  ]
  return chromium.launch({ ...(program === undefined ? {} : { executablePath: program }), args })
}
