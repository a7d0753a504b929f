import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { replaceFile } from '../build/replace-file.ts'
import { type Content, createCache, pack, toContent } from './content.ts'

interface Asset {
  type: string
  /** Where it comes from in a checkout: the folder `portal` beside this file, or a package's own folder. */
  from: 'portal' | 'swagger-ui-dist'
}

/**
 * Every file that `/docs/{asset}` can answer with. A name that is not a key of this table reaches no disk, so a path
 * cannot lead out of the folder.
 */
const assets: ReadonlyMap<string, Asset> = new Map([
  ['page.css', { type: 'text/css; charset=utf-8', from: 'portal' }],
  ['portal.css', { type: 'text/css; charset=utf-8', from: 'portal' }],
  ['portal.js', { type: 'text/javascript; charset=utf-8', from: 'portal' }],
  ['swagger-theme.css', { type: 'text/css; charset=utf-8', from: 'portal' }],
  // Where an authorization server sends the browser back to, in the window that "Authorize" opens.
  ['oauth2-redirect.html', { type: 'text/html; charset=utf-8', from: 'swagger-ui-dist' }],
  ['oauth2-redirect.js', { type: 'text/javascript; charset=utf-8', from: 'swagger-ui-dist' }],
  ['icon.svg', { type: 'image/svg+xml', from: 'portal' }],
  ['swagger-ui.css', { type: 'text/css; charset=utf-8', from: 'swagger-ui-dist' }],
  ['swagger-ui-bundle.js', { type: 'text/javascript; charset=utf-8', from: 'swagger-ui-dist' }],
  // Apache-2.0, section 4: whoever gets the bundle gets its licences, too. The bundle names the first of these.
  ['swagger-ui-bundle.js.LICENSE.txt', { type: 'text/plain; charset=utf-8', from: 'swagger-ui-dist' }],
  ['LICENSE', { type: 'text/plain; charset=utf-8', from: 'swagger-ui-dist' }],
  ['NOTICE', { type: 'text/plain; charset=utf-8', from: 'swagger-ui-dist' }],
] as const)

const folderName = 'docs-assets'

/** The folder of a build, beside the bundle or its chunks; undefined in a checkout. */
function findBuiltFolder(): string | undefined {
  const here = import.meta.dirname
  return [join(here, folderName), join(here, '..', folderName)].find((folder) => existsSync(folder))
}

async function compressSource(name: string, { from }: Asset): Promise<Uint8Array> {
  const folder =
    from === 'portal'
      ? join(import.meta.dirname, 'portal')
      : dirname(createRequire(import.meta.url).resolve(`${from}/package.json`))
  return pack(await readFile(join(folder, name), 'utf8'))
}

/**
 * Writes all assets, compressed, into a folder: the build's part of the portal. The folder is to be called
 * `docs-assets` and to stand beside the bundle, or beside the folder of its chunks.
 *
 * @example
 * await copyAssets(join(project.dist, 'docs-assets'))
 */
export async function copyAssets(toFolder: string): Promise<void> {
  await mkdir(toFolder, { recursive: true })
  const write = async ([name, asset]: [string, Asset]): Promise<void> =>
    replaceFile(join(toFolder, `${name}.gz`), await compressSource(name, asset))
  await Promise.all([...assets].map(write))
}

const contents = createCache()

/** An asset by its name, read and compressed at its first use; undefined where there is none of that name. */
export function loadAsset(name: string): Promise<Content> | undefined {
  const asset = assets.get(name)
  return asset === undefined ? undefined : contents(name, () => readAsset(name, asset))
}

async function readAsset(name: string, asset: Asset): Promise<Content> {
  const folder = findBuiltFolder()
  const gzip = folder === undefined ? compressSource(name, asset) : readFile(join(folder, `${name}.gz`))
  return toContent(asset.type, await gzip)
}
