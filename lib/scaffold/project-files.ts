import { fillIn } from './fill-in.ts'
import type { ServiceNames } from './names.ts'
import { readTemplate } from './template.ts'

export interface NewProject {
  /** What its package and its deployment are called. */
  name: string
  /** What `package.json` says of the kit: `file:vendor/twelvefold-1.2.3.tgz`, a version, or an address. */
  kit: string
  /** Its first service. */
  service: ServiceNames
}

/**
 * The files of a new project.
 *
 * @returns path from its root → text
 */
export function listProjectFiles({ name, kit, service }: NewProject): Map<string, string> {
  const files = [...readTemplate()].map(([path, text]) => [toPath(fillIn(path, service)), fillIn(text, service, name)])
  const all = new Map(files as [string, string][])
  const manifest = JSON.parse(all.get('package.json') ?? '{}') as { dependencies: Record<string, string> }
  manifest.dependencies.twelvefold = kit
  return all.set('package.json', `${JSON.stringify(manifest, null, 2)}\n`)
}

/** npm would take a `.gitignore` for its own and leave files out of the kit: the template's has no dot. */
const toPath = (path: string): string => (path === 'gitignore' ? '.gitignore' : path)
