import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { parseEnv } from 'node:util'
import { examineDeclarations } from '../../../lib/cli/examine-declarations.ts'
import { type DeclaredVariable, joinDeclarations } from '../../../lib/config/declared-variables.ts'
import type { InventoryRow } from '../../../lib/config/inventory.ts'
import { openProject } from '../../../lib/contract/project.ts'
import { printEnvironmentExample } from '../../../lib/docs/environment-example.ts'
import { printEnvironmentReference } from '../../../lib/docs/environment-reference.ts'
import { groupVariables } from '../../../lib/docs/environment-sections.ts'
import { variableNotes } from '../../../lib/docs/variable-notes.ts'

const root = join(import.meta.dirname, '../../..')
let variables: DeclaredVariable[]

before(async () => {
  variables = await examineDeclarations(openProject(root))
})

const declare = (about: Partial<DeclaredVariable>): DeclaredVariable => ({
  variable: 'SHOP_PAGE_SIZE',
  neededBy: ['shop'],
  expects: 'text',
  desk: { required: true },
  elsewhere: { required: true },
  ...about,
})

test('docs/reference/environment.md says what is declared (npm run docs writes it)', () => {
  assert.equal(readFileSync(join(root, 'docs/reference/environment.md'), 'utf8'), printEnvironmentReference(variables))
})

test('.env.example says what is declared (npm run docs writes it)', () => {
  assert.equal(readFileSync(join(root, '.env.example'), 'utf8'), printEnvironmentExample(variables))
})

test('the example leaves open what has to be set, has all the rest behind a hash, and no value of a secret', () => {
  const example = printEnvironmentExample(variables)

  const required = variables.filter(({ elsewhere }) => elsewhere.required).map(({ variable }) => variable)
  assert.deepEqual({ ...parseEnv(example) }, Object.fromEntries(required.map((name) => [name, ''])))
  const all = parseEnv(example.replace(/^# (?=[A-Z_]+=)/gm, ''))
  assert.deepEqual(Object.keys(all).sort(), variables.map(({ variable }) => variable).sort())
  assert.equal(all.PORT, '3000')
  const secrets = variables.filter(({ secret }) => secret).map(({ variable }) => variable)
  assert.ok(secrets.includes('CURSOR_SECRET') && secrets.includes('AUTH_CLIENTS'))
  for (const name of secrets) assert.equal(all[name], '', name)
})

test('every note is about a variable of the kit, in whole sentences', () => {
  const kits = groupVariables(variables).filter(({ title }) => !/^Those of (?!calls)/.test(title))
  const names = kits.flatMap((group) => group.variables.map(({ variable }) => variable))

  for (const [variable, note] of Object.entries(variableNotes)) {
    assert.ok(names.includes(variable), `${variable} is not declared`)
    assert.match(note, /^["`A-Z].*\.$/, variable)
    assert.equal(note.split('`').length % 2, 1, `${variable}: a backtick is not closed`)
  }
})

test('each variable is in one part, and those of calls name the services that need them', () => {
  const groups = groupVariables(variables)

  assert.deepEqual(
    groups.flatMap((group) => group.variables.map(({ variable }) => variable)).sort(),
    variables.map(({ variable }) => variable).sort(),
  )
  assert.deepEqual(
    groups.map(({ title }) => title),
    [
      "The kit's",
      "The store's",
      "Access's",
      'Those of traces',
      'Those of packaging',
      "The dashboard's",
      'Those of calls',
      'Those of auth',
    ],
  )
  assert.match(printEnvironmentReference(variables), /^\| `CATALOG_URL` \| orders \|/m)
})

test("a service's own variable is explained by its declaration, and nothing of it is taken for markup", () => {
  const variable = declare({
    description: 'products | a <page>',
    expects: 'a whole number',
    example: '20',
    binding: { service: 'pages', key: 'size' },
    desk: { required: false, default: '5' },
  })

  const reference = printEnvironmentReference([variable])
  const example = printEnvironmentExample([variable])

  assert.ok(
    reference.includes(
      '## Those of shop\n\nA process that runs the service shop reads these as well.\n\n' +
        '| variable | default | what it is |\n| --- | --- | --- |\n' +
        '| `SHOP_PAGE_SIZE` | `5` at a desk, else *required* | Products \\| a \\<page>. It must be a whole number. For example 20. Or bound: "size" of the service "pages". |\n',
    ),
    reference,
  )
  assert.ok(
    example.endsWith(
      '# products | a <page>; must be a whole number; for example 20; or bound: "size" of the service "pages"; required; at a\n' +
        '# desk 5\nSHOP_PAGE_SIZE=\n',
    ),
    example,
  )
})

test('neither has the default of a secret, nor its example; a value that a shell would split is quoted', () => {
  const secret = { required: false, default: '••••' }
  const key = declare({ variable: 'API_KEY', secret: true, example: 'hunter2', desk: secret, elsewhere: secret })
  const words = { required: false, default: 'a b' }

  const example = printEnvironmentExample([key, declare({ variable: 'GREETING', desk: words, elsewhere: words })])

  assert.match(example, /^# a secret\n# API_KEY=$/m)
  assert.match(example, /^# GREETING='a b'$/m)
  assert.match(printEnvironmentReference([key]), /^\| `API_KEY` \| any; a secret \| {2}\|$/m)
})

test('what differs between a desk and elsewhere is kept apart, and who needs a variable is put together', () => {
  const row: InventoryRow = { variable: 'STORE_URL', neededBy: ['store'], required: false, expects: 'text' }
  const desk = [
    { ...row, default: 'sqljs:.data/', value: 'sqljs:.data/', from: 'default' },
    { ...row, neededBy: ['shop'], expects: 'a URL' },
  ]

  const joined = joinDeclarations(desk, [{ ...row, required: true }])

  assert.deepEqual(joined, [
    {
      variable: 'STORE_URL',
      neededBy: ['store', 'shop'],
      expects: 'text',
      desk: { required: false, default: 'sqljs:.data/' },
      elsewhere: { required: true },
    },
  ])
})
