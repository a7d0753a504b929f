import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eventOf } from '../../fakes/event.ts'

process.env.ENV = 'test'
process.env.STORE_URL ??= 'sqljs::memory:'
const [{ handler: createColor }, { handler: getColor }, { handler: listColors }, { seed }] = await Promise.all([
  import('../../../functions/colors/create-color.ts'),
  import('../../../functions/colors/get-color.ts'),
  import('../../../functions/colors/list-colors.ts'),
  import('../../../functions/colors/demo.ts'),
])

interface Answer {
  status: number
  headers: Record<string, unknown>
  body: { name?: string; errors?: { pointer: string }[] } & { name: string }[]
}

async function answer(pending: ReturnType<typeof createColor>): Promise<Answer> {
  const { statusCode, headers, body } = await pending
  return { status: statusCode, headers, body: body === undefined || body === '' ? undefined : JSON.parse(body) }
}
const list = (query: string): Promise<Answer> => answer(listColors(eventOf({ path: '/colors', query }), {}))
const read = (colorId: string): Promise<Answer> =>
  answer(getColor(eventOf({ path: `/colors/${colorId}`, params: { colorId } }), {}))
const add = (color: object): Promise<Answer> =>
  answer(
    createColor(
      eventOf({
        method: 'POST',
        path: '/colors',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(color),
      }),
      {},
    ),
  )

describe('colors', () => {
  test('a palette that nobody has used has no colors: 204 without a body', async () => {
    const { status, body } = await list('palette=nowhere')

    assert.equal(status, 204)
    assert.equal(body, undefined)
  })

  test('a color is added, and its Location leads to it', async () => {
    const added = await add({ name: 'Sea green', hex: '#2E8B57', palette: 'sea' })

    assert.equal(added.status, 201)
    assert.equal(added.headers.location, '/colors/sea.sea-green')
    const found = await read('sea.sea-green')
    assert.equal(found.status, 200)
    assert.deepEqual(found.body, { colorId: 'sea.sea-green', name: 'Sea green', hex: '#2e8b57', palette: 'sea' })
    assert.equal(found.headers.etag, '"1"')
  })

  test('the same name in a palette again is a conflict, and free in another palette', async () => {
    await add({ name: 'Reef', hex: '#00a0a0', palette: 'reef' })

    assert.equal((await add({ name: 'Reef', hex: '#ffffff', palette: 'reef' })).status, 409)
    assert.equal((await add({ name: 'REEF', hex: '#ffffff', palette: 'reef' })).status, 409)
    assert.equal((await add({ name: 'Reef', hex: '#00a0a0', palette: 'reef-two' })).status, 201)
    assert.match(JSON.stringify((await read('reef.reef')).body), /#00a0a0/)
  })

  test('of 20 who add the same name at once, one does', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => add({ name: 'Race', hex: '#123456', palette: 'race' })),
    )

    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(19).fill(409)])
  })

  test('a name in any script has an address', async () => {
    const added = await add({ name: 'Ёлка', hex: '#0b6623', palette: 'scripts' })

    assert.equal(added.headers.location, `/colors/${encodeURIComponent('scripts.ёлка')}`)
    assert.equal((await read('scripts.ёлка')).status, 200)
  })

  const wrong: [string, object, string][] = [
    ['no name', { hex: '#000000', palette: 'warm' }, '/name'],
    ['a name without a letter', { name: '---', hex: '#000000', palette: 'warm' }, '/name'],
    ['a hex value of three digits', { name: 'Black', hex: '#000', palette: 'warm' }, '/hex'],
    ['a palette with a dot', { name: 'Black', hex: '#000000', palette: 'a.b' }, '/palette'],
    ['a member that is not declared', { name: 'Black', hex: '#000000', palette: 'warm', shade: 1 }, '/shade'],
  ]
  for (const [fault, color, pointer] of wrong) {
    test(`${fault} is refused, by its pointer`, async () => {
      const { status, body } = await add(color)

      assert.equal(status, 400)
      assert.deepEqual(
        body.errors?.map((error) => error.pointer),
        [pointer],
      )
    })
  }

  test('what is not there is 404', async () => {
    assert.equal((await read('warm.nothing')).status, 404)
  })

  test('the demo colors are added once, and every page of them is reached by its Link', async () => {
    assert.equal(await seed(), 60)
    assert.equal(await seed(), 0)

    const names: string[] = []
    for (let query: string | undefined = 'palette=warm&limit=4'; query !== undefined; ) {
      const { body, headers } = await list(query)
      names.push(...body.map(({ name }) => name))
      query = /^<\?(.+)>; rel="next"$/.exec(String(headers.link))?.[1]
    }

    assert.equal(names.length, 10)
    assert.deepEqual(names, names.toSorted())
  })

  test('without a palette all of them are listed, 20 a page', async () => {
    const { body } = await list('')

    assert.equal(body.length, 20)
  })

  for (const query of ['limit=0', 'limit=101', 'palette=Warm', 'cursor=AAAA', 'colour=red']) {
    test(`?${query} is refused`, async () => {
      assert.equal((await list(query)).status, 400)
    })
  }

  test('a cursor of one palette is refused for another', async () => {
    const cursor = /cursor=([\w-]+)/.exec(String((await list('palette=warm&limit=2')).headers.link))?.[1]

    assert.equal((await list(`palette=cool&limit=2&cursor=${cursor}`)).status, 400)
  })
})
