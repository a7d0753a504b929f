import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { openProject, type Project } from '../../lib/contract/project.ts'

const root = join(import.meta.dirname, '..', '..')

/**
 * A project of a user's own in a folder of its own, with the kit in its node_modules; gone when the test ends.
 *
 * @param files path from the project's root → content
 */
export function createProject(test: Pick<TestContext, 'after'>, files: Record<string, string>): Project {
  const folder = mkdtempSync(join(tmpdir(), 'twelvefold-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  const manifest = {
    name: 'shop',
    version: '2.3.4',
    type: 'module',
    imports: { '#clients/*': './generated/clients/*.js', '#contracts/*': './generated/contracts/*/index.js' },
  }
  writeFiles(folder, { 'package.json': JSON.stringify(manifest), ...files })
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(root, join(folder, 'node_modules', 'twelvefold'))
  return openProject(folder)
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** A contract with the given paths, in YAML. */
export function contract(paths: string, components = ''): string {
  return `openapi: 3.1.0
info: { title: Shop, version: 1.0.0 }
security: []
paths:
${indent(paths)}
${components === '' ? '' : `components:\n${indent(components)}`}
`
}

const indent = (text: string): string =>
  text
    .replace(/^\n|\s+$/g, '')
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')

/** A handler file that answers `answer`, a TypeScript expression. */
export function handler(operation: string, answer: string, service = 'shop'): string {
  return `import { endpoint } from 'twelvefold'
import { ${operation} } from '#contracts/${service}'

export const handler = endpoint(${operation}, () => (${answer}))
`
}

/** The `serverless.yml` of such a project. */
export const serverless = `service: shop
plugins: [serverless-offline]
provider:
  name: aws
  runtime: nodejs24.x
  httpApi: { payload: "2.0" }
functions: \${file(./node_modules/twelvefold/lib/hosts/serverless.cjs):functions}
`

/** The files of a service with one operation: `GET /shop`, which answers `{}`. */
export const smallShop: Record<string, string> = {
  'functions/shop/openapi.yaml': contract(`
/shop:
  get:
    operationId: getShop
    responses: { "200": { description: ok, content: { application/json: { schema: { type: object } } } } }
`),
  'functions/shop/get-shop.ts': handler('getShop', '{}'),
}
