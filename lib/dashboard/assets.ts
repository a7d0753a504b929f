import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

const page = join(import.meta.dirname, 'page')
/** What all pages of the kit share. */
const portal = join(import.meta.dirname, '..', 'docs', 'portal')
const shared = ['page.css', 'icon.svg']

/**
 * A file of the page, read anew each time, so that an edit of it shows at once.
 *
 * @param name only names that the folder lists lead to a file
 */
export async function readAsset(name: string): Promise<{ type: string; text: string } | undefined> {
  const type = types[name.split('.').at(-1) ?? '']
  const folder =
    existsSync(page) && readdirSync(page).includes(name) ? page : shared.includes(name) ? portal : undefined
  if (type === undefined || folder === undefined) return undefined
  return { type, text: await readFile(join(folder, name), 'utf8') }
}
