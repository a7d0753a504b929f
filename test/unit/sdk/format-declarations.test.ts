import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDeclarations } from '../../../lib/sdk/format-declarations.ts'

test('members are indented by their braces, comments of one line stand on one line', () => {
  const written = `/**
 * A card.
 */
export type Card = {
/**
 * What it is worth.
 */
worth?: (number) | (null) | undefined
kind: ({
"a{b": string
}) | (null)
}
`

  assert.equal(
    formatDeclarations(written),
    `/** A card. */
export type Card = {
  /** What it is worth. */
  worth?: number | null | undefined
  kind: ({
    "a{b": string
  }) | null
}
`,
  )
})

test('a long comment is wrapped between words, and what is set in columns is left alone', () => {
  const words = 'word '.repeat(40).trim()
  const table = `| ${'cell '.repeat(30)}|`

  const lines = formatDeclarations(`/**\n * ${words}\n *\n * ${table}\n */\nexport type A = string\n`).split('\n')

  assert.deepEqual(lines[0], '/**')
  assert.ok(lines.slice(1, 3).every((line) => line.startsWith(' * word') && line.length <= 120))
  assert.equal(lines[4], ` * ${table}`)
})

test('a long union is wrapped at its bars, never within a literal', () => {
  const literals = Array.from({ length: 12 }, (_, index) => `"a | \\"(b)\\" | c${index}"`)

  const formatted = formatDeclarations(`export type A = ${literals.map((text) => `(${text})`).join(' | ')}\n`)

  const lines = formatted.trimEnd().split('\n')
  assert.ok(lines.length > 1)
  assert.ok(lines.every((line) => line.length <= 120))
  assert.equal(lines.map((line) => line.trim()).join(' '), `export type A = ${literals.join(' | ')}`)
})
