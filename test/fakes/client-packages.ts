import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { readContracts } from '../../lib/contract/generate.ts'
import { openProject } from '../../lib/contract/project.ts'
import { createPackage } from '../../lib/sdk/create-package.ts'
import { writePackage } from '../../lib/sdk/write-package.ts'

/** A project of an outside user: the kit is not on its path. */
export interface Consumer {
  folder: string
  /** A module of an installed client. */
  load: (service: string) => Promise<Record<string, unknown>>
  /** The examples of a client's README as one program. */
  readExamples: (service: string) => string
}

/**
 * Makes clients of services as `twelvefold sdk` does, packs them, and installs them elsewhere, without a network; gone when the
 * test ends.
 */
export async function installClients(test: Pick<TestContext, 'after'>, services: readonly string[]): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-consumer-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  const project = openProject(join(import.meta.dirname, '..', '..'))
  for (const contract of await readContracts(project)) {
    const { service } = contract
    if (!services.includes(service)) continue
    const { files } = await createPackage(project, contract, { name: `@acme/${service}`, version: '1.0.0' })
    writePackage(join(folder, 'sdk', service), files)
  }
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }')
  const npm = (...args: string[]): string => execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  const packed = npm('pack', '--silent', ...services.map((service) => `./sdk/${service}`))
  npm(
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    ...packed
      .trim()
      .split('\n')
      .map((name) => `./${name}`),
  )
  rmSync(join(folder, 'sdk'), { recursive: true })
  const installed = (service: string, file: string): string => join(folder, 'node_modules', '@acme', service, file)
  return {
    folder,
    load: async (service) =>
      (await import(pathToFileURL(installed(service, 'index.js')).href)) as Record<string, unknown>,
    readExamples: (service) =>
      [...readFileSync(installed(service, 'README.md'), 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm)]
        .map(([, code]) => code)
        .join('\n'),
  }
}
