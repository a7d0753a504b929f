import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

function edit(file: string, pattern: RegExp, change: (found: string) => string): void {
  const text = readFileSync(file, 'utf8')
  const edited = text.replace(pattern, change)
  if (edited === text) throw new Error(`${file} has nothing to edit`)
  writeFileSync(file, edited)
}

/** Makes a longer name right, in the contract of hello: another validator, and another page of documents. */
export function editContract(root: string): void {
  edit(
    join(root, 'functions', 'hello', 'openapi.yaml'),
    /maxLength: \d+/,
    (found) => `maxLength: ${Number(found.slice(11)) + 1}`,
  )
}

/** Makes hello greet in another way. @returns the greeting that is right from now on */
export function editHandler(root: string, greeting: string): string {
  edit(join(root, 'functions', 'hello', 'greet.ts'), /`[^`]*\$\{path\.name\}`/, () => `\`${greeting} \${path.name}\``)
  return JSON.stringify({ message: `${greeting} Ada` })
}
