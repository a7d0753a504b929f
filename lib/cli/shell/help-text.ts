import { partsOf } from './call-parts.ts'
import type { Shell } from './open-shell.ts'

/** What is there to be used in a shell. */
export function helpText({
  services,
  readOnly,
  environment,
}: Pick<Shell, 'services' | 'readOnly' | 'environment'>): string {
  const [operation] = services.flatMap(({ operations }) => operations)
  const example = operation === undefined ? 'call.<operation>()' : `call.${operation.id}(${printParts(operation)})`
  const rows = [
    ['call', `every operation, in this process: await ${example}`],
    ['', 'answers { status, headers, body }, for a problem too; call.<service>.<operation> where two have one name'],
    ['store', 'collections: store.<collection>.get, query, list, insert, replace, update, remove'],
    ['clients', 'every service over HTTP, where <SERVICE>_URL says: await clients.<service>.<operation>({ … })'],
    ['config', 'settings: of the kit, and of each service; secrets are not shown, but there'],
    ['log, env', "the process's logger; the environment's name"],
    ['versionOf', 'the version of a document, for replace and remove: { ifVersion: versionOf(document) }'],
    ['help()', 'this'],
  ]
  const commands = [
    ['.as <user> [scopes]', 'call as a user from now on; .as alone: as nobody'],
    ['.routes [text]', 'the operations, all or those that have the text in them'],
    ['.reload', 'load the services anew, after an edit'],
    ['.editor', 'write several lines (Ctrl+D runs them, Ctrl+C forgets them)'],
    ['.exit', 'leave; so does Ctrl+D'],
  ]
  const what = readOnly
    ? `${environment}, read-only: what would change something is refused (--write allows it)`
    : environment
  return [
    `Environment: ${what}`,
    '',
    ...rows.map(toLine),
    '',
    ...commands.map(toLine),
    '',
    'Tab completes names, parts, parameters, indexes and values.',
  ].join('\n')
}

/** `{ path: { … }, body }` */
export function printParts(operation: Parameters<typeof partsOf>[0]): string {
  const parts = partsOf(operation).map((part) => (part === 'body' ? part : `${part}: { … }`))
  return parts.length === 0 ? '' : `{ ${parts.join(', ')} }`
}

const toLine = ([name = '', text = '']: readonly string[]): string => `${name.padEnd(22)}${text}`
