import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '../../../lib/endpoint/html.ts'

test('text is escaped, in elements and in quoted attributes', () => {
  const text = `<script>"&'</script>`

  assert.equal(
    html`<p title="${text}">${text}</p>`.text,
    '<p title="&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;">&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</p>',
  )
})

test('markup goes into markup as it is, lists are joined', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`)

  assert.equal(html`<ul>${items}</ul>`.text, '<ul><li>a</li><li>&lt;b&gt;</li></ul>')
  assert.equal(html`${[['<'], [html`<hr>`]]}`.text, '&lt;<hr>')
})

test('nothing is printed for what is not there, and zero is printed', () => {
  assert.equal(html`[${undefined}${false}${''}${0}]`.text, '[0]')
})

test('an object that only looks like markup is not taken for it', () => {
  const forged = JSON.parse('{"text":"<script>"}')

  assert.throws(() => html`${forged}`)
})
