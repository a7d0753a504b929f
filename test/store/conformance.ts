import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem } from '../../lib/problem/problem.ts'
import { createCollection } from '../../lib/store/collection.ts'
import { type Collection, versionOf } from '../../lib/store/collection-types.ts'
import { createCursors } from '../../lib/store/cursor.ts'
import type { Driver } from '../../lib/store/driver.ts'

interface Thing {
  id: string
  kind: string
  name: string
  rank?: number
  endsAt?: number
  [more: string]: unknown
}

const indexes = { byKind: ['kind', 'name'], byRank: ['kind', 'rank'], byName: ['name'] } as const
type Things = Collection<Thing, typeof indexes>

const code = (expected: string) => (error: unknown) => error instanceof Problem && error.code === expected

/**
 * What every driver of the store port does. Each test has a collection of its own.
 *
 * @param open gives an open driver; it may be the same one each time
 */
export function conformance(name: string, open: () => Promise<Driver>): void {
  let count = 0
  // A driver has a clock of its own, and may drop what has expired by it: nothing has that is used here.
  const now = { seconds: Math.ceil(Date.now() / 1_000) + 3_600 }
  const create = (): Things =>
    createCollection<Thing, typeof indexes>(
      `things-${process.pid}-${count++}`,
      { key: 'id', indexes, ttl: 'endsAt' },
      { driver: open, cursors: () => createCursors('secret'), now: () => now.seconds },
    )
  const thing = (id: string, more: Partial<Thing> = {}): Thing => ({ id, kind: 'a', name: id, ...more })
  const fill = async (things: Things, documents: Thing[]): Promise<void> => {
    for (const document of documents) await things.insert(document)
  }
  const names = async (things: Things, index: keyof typeof indexes, query: object): Promise<string[]> =>
    (await things.query(index, query)).items.map(({ name }) => name)

  describe(`the store port, ${name}`, () => {
    test('what is inserted can be read, with version 1 that JSON does not show', async () => {
      const things = create()

      await things.insert(thing('x', { nested: { list: [1, 'é', null] } }))
      const read = await things.get('x')

      assert.deepEqual({ ...read }, thing('x', { nested: { list: [1, 'é', null] } }))
      assert.equal(read && versionOf(read), 1)
      assert.equal(JSON.stringify(read).includes('ersion'), false)
      assert.equal(await things.get('y'), undefined)
    })

    test('a key is inserted once: the second is a conflict and changes nothing', async () => {
      const things = create()
      await things.insert(thing('x', { name: 'first' }))

      await assert.rejects(things.insert(thing('x', { name: 'second' })), code('conflict'))

      assert.equal((await things.get('x'))?.name, 'first')
    })

    test('a version is replaced once: with a stale one nothing is written', async () => {
      const things = create()
      await things.insert(thing('x'))

      const next = await things.replace(thing('x', { name: 'new' }), { ifVersion: 1 })

      assert.equal(versionOf(next), 2)
      await assert.rejects(things.replace(thing('x', { name: 'stale' }), { ifVersion: 1 }), code('precondition-failed'))
      await assert.rejects(things.replace(thing('none'), { ifVersion: 1 }), code('precondition-failed'))
      assert.equal((await things.get('x'))?.name, 'new')
    })

    test('of 50 concurrent writers exactly one wins each version, and what it wrote is what stands', async () => {
      const things = create()
      let latest = await things.insert(thing('x'))

      for (let version = 1; version <= 6; version++) {
        const attempts = Array.from({ length: 50 }, (_, at) =>
          things.replace(thing('x', { name: `v${version} w${at}` }), { ifVersion: versionOf(latest) }),
        )
        const outcomes = await Promise.allSettled(attempts)

        const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
        const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
        const [winner] = won
        assert.ok(winner !== undefined && won.length === 1, `${won.length} have won version ${version}`)
        assert.ok(lost.every(code('precondition-failed')))
        const read = await things.get('x')
        assert.deepEqual({ ...read }, { ...winner })
        assert.equal(read && versionOf(read), version + 1)
        latest = winner
      }
    })

    test('50 concurrent updates of one document lose none', async () => {
      const things = create()
      await things.insert(thing('x', { rank: 0 }))

      await Promise.all(
        Array.from({ length: 50 }, () =>
          things.update('x', (document) => ({ ...document, rank: (document.rank ?? 0) + 1 })),
        ),
      )

      const read = await things.get('x')
      assert.equal(read?.rank, 50)
      assert.equal(read && versionOf(read), 51)
    })

    test('an update may leave a document as it is, and of none there is nothing to update', async () => {
      const things = create()
      await things.insert(thing('x'))

      const left = await things.update('x', () => undefined)

      assert.equal(left && versionOf(left), 1)
      assert.equal(await things.update('none', (document) => document), undefined)
    })

    test('what is removed is gone, from indexes too; with a stale version it stays', async () => {
      const things = create()
      await things.insert(thing('x'))
      await things.replace(thing('x'), { ifVersion: 1 })

      await assert.rejects(things.remove('x', { ifVersion: 1 }), code('precondition-failed'))
      const removed = await things.remove('x', { ifVersion: 2 })

      assert.equal(removed, true)
      assert.equal(await things.remove('x'), false)
      assert.equal(await things.get('x'), undefined)
      assert.deepEqual(await names(things, 'byKind', { equals: { kind: 'a' } }), [])
    })

    test('a document that changes its place in an index is found in the new one only', async () => {
      const things = create()
      await things.insert(thing('x', { kind: 'a' }))

      await things.update('x', (document) => ({ ...document, kind: 'b' }))

      assert.deepEqual(await names(things, 'byKind', { equals: { kind: 'a' } }), [])
      assert.deepEqual(await names(things, 'byKind', { equals: { kind: 'b' } }), ['x'])
    })

    test('texts are ordered by code point, whatever is in them', async () => {
      const things = create()
      const ordered = [
        '',
        ' ',
        ' a',
        '!',
        '"',
        '#',
        '0',
        '10',
        '9',
        'A',
        'Z',
        'a',
        'a ',
        'a!',
        'a"',
        'aa',
        'b',
        '~',
        'é',
        'ü',
        '漢',
        '\ufffd',
        '😀',
      ]
      await fill(
        things,
        ordered.toReversed().map((text, at) => thing(`k${at}`, { name: text })),
      )

      assert.deepEqual(await names(things, 'byKind', { equals: { kind: 'a' }, limit: 100 }), ordered)
      assert.deepEqual(await names(things, 'byName', { limit: 100, descending: true }), ordered.toReversed())
    })

    test('a prefix finds every text that begins with it, whatever follows', async () => {
      const things = create()
      const found = [
        'caf',
        'caf ',
        'caf!',
        'cafe',
        'caf~',
        'caf~x',
        'café',
        'caf漢',
        'caf\ud7ff',
        'caf😀',
        'caf\u{10ffff}x',
      ]
      await fill(
        things,
        [...found, 'cae', 'cag', 'ca', 'Caf', '\ud7ff', '\ue000', '\u{10ffff}', '\u{10ffff}a'].map((text, at) =>
          thing(`k${at}`, { name: text }),
        ),
      )
      const find = (prefix: string) => names(things, 'byKind', { equals: { kind: 'a' }, prefix, limit: 100 })

      assert.deepEqual(await find('caf'), found)
      assert.deepEqual(await find('caf~'), ['caf~', 'caf~x'])
      assert.deepEqual(await find('\ud7ff'), ['\ud7ff'])
      assert.deepEqual(await find('\u{10ffff}'), ['\u{10ffff}', '\u{10ffff}a'])
      assert.equal((await find('')).length, 19)
      assert.deepEqual(
        await names(things, 'byKind', { equals: { kind: 'a' }, prefix: 'caf', descending: true }),
        found.toReversed(),
      )
    })

    test('numbers are ordered by value', async () => {
      const things = create()
      const ordered = [-1e300, -1000, -10, -9, -0.5, 0, 1e-300, 0.5, 9, 10, 1000, 2 ** 53, 1e300]
      await fill(
        things,
        ordered.toReversed().map((rank, at) => thing(`k${at}`, { rank })),
      )

      const { items } = await things.query('byRank', { equals: { kind: 'a' }, limit: 100 })

      assert.deepEqual(
        items.map(({ rank }) => rank),
        ordered,
      )
    })

    test('a range has its lower bound in it and its upper bound not', async () => {
      const things = create()
      await fill(
        things,
        ['a', 'b', 'ba', 'c', 'd'].map((id) => thing(id)),
      )

      assert.deepEqual(await names(things, 'byKind', { equals: { kind: 'a' }, from: 'b', to: 'd' }), ['b', 'ba', 'c'])
      assert.deepEqual(await names(things, 'byName', { prefix: 'b' }), ['b', 'ba'])
      assert.deepEqual(await names(things, 'byKind', { equals: { kind: 'a', name: 'b' } }), ['b'])
    })

    test('what lacks a value of an index is not in it', async () => {
      const things = create()
      await fill(things, [thing('with', { rank: 1 }), thing('without')])

      const { items } = await things.query('byRank', { equals: { kind: 'a' } })

      assert.deepEqual(
        items.map(({ id }) => id),
        ['with'],
      )
    })

    test('pages neither skip nor repeat while others insert and remove', async () => {
      const things = create()
      const stable = Array.from({ length: 60 }, (_, at) => thing(`s${String(at).padStart(3, '0')}`))
      await fill(things, stable)
      const seen: string[] = []

      for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
        const read = await things.query('byKind', {
          equals: { kind: 'a' },
          limit: 7,
          ...(cursor === undefined ? {} : { cursor }),
        })
        seen.push(...read.items.map(({ id }) => id))
        cursor = read.cursor
        await things.insert(thing(`s${String(page * 7).padStart(3, '0')}-new`))
        await things.remove(`s${String(Math.max(0, page * 7 - 7)).padStart(3, '0')}-new`)
      }

      assert.deepEqual(
        seen.filter((id) => !id.endsWith('-new')),
        stable.map(({ id }) => id),
      )
      assert.equal(new Set(seen).size, seen.length)
    })

    test('the last page has no cursor, and pages go backwards as well', async () => {
      const things = create()
      await fill(
        things,
        ['a', 'b', 'c', 'd'].map((id) => thing(id)),
      )
      const query = { equals: { kind: 'a' }, limit: 2, descending: true }

      const first = await things.query('byKind', query)
      const second = await things.query('byKind', { ...query, cursor: first.cursor ?? '' })

      assert.deepEqual(
        [first, second].map(({ items }) => items.map(({ id }) => id)),
        [
          ['d', 'c'],
          ['b', 'a'],
        ],
      )
      assert.equal(second.cursor, undefined)
    })

    test('a cursor that was made up, changed or carried over from another query is refused', async () => {
      const things = create()
      await fill(
        things,
        ['a', 'b', 'c'].map((id) => thing(id)),
      )
      const { cursor = '' } = await things.query('byKind', { equals: { kind: 'a' }, limit: 1 })
      const changed = `${cursor[0] === 'A' ? 'B' : 'A'}${cursor.slice(1)}`

      for (const forged of ['', 'x', changed, `${cursor}A`, cursor.slice(0, -2)]) {
        await assert.rejects(
          things.query('byKind', { equals: { kind: 'a' }, cursor: forged }),
          code('validation-failed'),
          forged,
        )
      }
      await assert.rejects(things.query('byKind', { equals: { kind: 'b' }, cursor }), code('validation-failed'))
      await assert.rejects(
        things.query('byKind', { equals: { kind: 'a' }, from: 'b', cursor }),
        code('validation-failed'),
      )
      await assert.rejects(
        things.query('byKind', { equals: { kind: 'a' }, descending: true, cursor }),
        code('validation-failed'),
      )
      await assert.rejects(things.query('byName', { cursor }), code('validation-failed'))
    })

    test('what has expired is not read, not listed, and does not stand in the way of an insertion', async () => {
      const things = create()
      await fill(things, [
        thing('gone', { endsAt: now.seconds }),
        thing('here', { endsAt: now.seconds + 1 }),
        thing('stays'),
      ])

      assert.equal(await things.get('gone'), undefined)
      assert.deepEqual(await names(things, 'byKind', { equals: { kind: 'a' }, limit: 2 }), ['here', 'stays'])
      assert.equal(await things.update('gone', (document) => document), undefined)
      await things.insert(thing('gone', { name: 'new' }))
      assert.equal((await things.get('gone'))?.name, 'new')
    })

    test('what has expired can be neither replaced nor removed: it is not there any more', async () => {
      const things = create()
      const driver = await open()
      await fill(things, [thing('gone', { endsAt: now.seconds }), thing('here', { endsAt: now.seconds + 1 })])
      const next = { key: 'gone', version: 2, body: '{}', places: {} }

      await assert.rejects(things.replace(thing('gone'), { ifVersion: 1 }), code('precondition-failed'))
      await assert.rejects(things.remove('gone', { ifVersion: 1 }), code('precondition-failed'))
      assert.equal(await driver.replace(things.name, next, 1, now.seconds), false)
      assert.equal(await driver.remove(things.name, 'gone', 1, now.seconds), false)

      assert.equal(versionOf(await things.replace(thing('here'), { ifVersion: 1 })), 2)
      assert.equal(await things.get('gone'), undefined)
      await things.insert(thing('gone', { name: 'new' }))
    })

    for (const [size, pad] of [
      [100_000, 'x'],
      [399_000, 'x'],
      [399_000, 'é'],
      [399_000, '😀'],
    ] as const) {
      test(`a document of ${size} bytes of ${pad} is written, replaced, found and listed whole`, async () => {
        const things = create()
        const text = pad.repeat(size / Buffer.byteLength(pad))

        await things.insert(thing('large', { text }))
        await things.replace(thing('large', { text: `${text}!` }), { ifVersion: 1 })
        await fill(things, [thing('larger', { text }), thing('small')])

        assert.equal((await things.get('large'))?.text, `${text}!`)
        const { items } = await things.query('byKind', { equals: { kind: 'a' }, limit: 3 })
        assert.deepEqual(
          items.map(({ id, text: found }) => [id, found]),
          [
            ['large', `${text}!`],
            ['larger', text],
            ['small', undefined],
          ],
        )
      })
    }

    test('documents may be large, and keys and values of any script', async () => {
      const things = create()
      const text = 'Zoë 漢字 😀 "\\ \u0001\n'.repeat(10_000)

      await things.insert(thing('ключ/😀 "', { text, kind: 'ä!"#' }))

      assert.equal((await things.get('ключ/😀 "'))?.text, text)
      assert.deepEqual(await names(things, 'byKind', { equals: { kind: 'ä!"#' } }), ['ключ/😀 "'])
    })
  })
}
