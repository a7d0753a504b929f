import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDesk } from './desk.ts'

const folder = join(import.meta.dirname, '../../../lib/dashboard/page')

test('the page and all it needs come from this host, and run nothing that is not a file of it', async (context) => {
  const { ask } = await openDesk(context)

  const { status, headers, text } = await ask({ path: '/-/dev' })

  assert.equal(status, 200)
  const policy = headers['content-security-policy'] ?? ''
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/)
  assert.match(policy, /require-trusted-types-for 'script'/)
  assert.doesNotMatch(policy, /unsafe|https?:|\*/)
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(headers['access-control-allow-origin'], undefined)
  assert.doesNotMatch(text, /<script>|<script [^>]*>[^<]|style=|\son\w+=|https?:\/\//)
  for (const [, name] of text.matchAll(/(?:href|src)="dev\/assets\/([^"]+)"/g)) {
    const asset = await ask({ path: `/-/dev/assets/${name}` })
    assert.deepEqual([name, asset.status, asset.headers['cache-control']], [name, 200, 'no-store'])
  }
})

test('an asset is a file of the folder, and nothing else', async (context) => {
  const { ask } = await openDesk(context)

  for (const name of ['..', 'nothing.js', '..%2Fpage.ts', '%2Fetc%2Fpasswd', 'main.js%00', 'constructor'])
    assert.equal((await ask({ path: `/-/dev/assets/${name}` })).status, 404, name)
  assert.equal((await ask({ path: '/-/dev/assets/main.js' })).headers['content-type'], 'text/javascript; charset=utf-8')
})

test('no script of the page makes markup of a text', () => {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.js')))
    assert.doesNotMatch(
      readFileSync(join(folder, name), 'utf8'),
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\b|new Function/,
      name,
    )
})

test('whoever may not see the dashboard gets a problem, and nothing of it', async (context) => {
  const { ask } = await openDesk(context)

  for (const path of [
    '',
    '/assets/main.js',
    '/about',
    '/events',
    '/environment',
    '/store',
    '/store/users',
    '/requests/1',
  ]) {
    const { status, headers, text } = await ask({ path: `/-/dev${path}`, from: '192.168.0.9' })
    assert.deepEqual([path, status], [path, 403])
    assert.equal(headers['content-type'], 'application/problem+json')
    assert.match(text, /DASHBOARD=/)
  }
  assert.equal((await ask({ method: 'POST', path: '/-/dev/requests/1/replay', body: '{}' })).status, 403)
})

test('the dashboard tells what is declared before anything is called', async (context) => {
  const load = () => Promise.reject(new Error('it is not loaded'))
  const { read } = await openDesk(context, [
    { name: 'orders', load, calls: { services: ['catalog'], needsCredentials: false } },
    { name: 'catalog', load },
  ])

  const about = await read<{ services: unknown }>('about')

  assert.deepEqual(about.services, [
    { name: 'orders', calls: ['catalog'] },
    { name: 'catalog', calls: [] },
  ])
})

test('the dashboard does not record itself', async (context) => {
  const { ask, recorder } = await openDesk(context)

  await ask({ path: '/-/dev' })
  await ask({ path: '/-/dev/events' })
  await ask({ path: '/-/dev/requests/1' })

  assert.deepEqual([recorder.requests().length, recorder.lines().length, recorder.seq()], [0, 0, 0])
})
