import assert from 'node:assert/strict'
import { expect, journey } from 'twelvefold/smoke'
import { addition } from '#clients/addition'
import { hello } from '#clients/hello'
import { time } from '#clients/time'

/** How far the clock of the deployment may be from ours, in ms: more breaks tokens. */
const clockSkew = 60_000

export const smallServices = journey(
  'the small services give right answers',
  { services: ['addition', 'hello', 'time'] },
  async ({ use, step }) => {
    await step('greets in any script', async () => {
      const { body } = expect(await use(hello).greet({ path: { name: 'Zoë / 李' } }), 200)
      assert.equal(body.message, 'Hello Zoë / 李')
    })
    await step('keeps the keys that start with an A', async () => {
      const { body } = expect(
        await use(hello).filterKeys({ body: { apple: 1, Avocado: [2], banana: 3 } }, { changesNothing: true }),
        200,
      )
      assert.deepEqual(body, { apple: 1, Avocado: [2] })
    })
    await step('adds up exactly', async () => {
      const { body } = expect(
        await use(addition).addMany({ body: { operands: Array<number>(10).fill(0.1) } }, { changesNothing: true }),
        200,
      )
      assert.equal(body.result, 1)
    })
    await step('refuses what is no number', async () => {
      expect(await use(addition).addTwo({ query: { a: 'one' as never, b: 2 } }), 400)
    })
    await step('has the right time', async () => {
      const { body } = expect(await use(time).getTime({}), 200)
      const apart = Math.abs(Date.now() - body.time * 1_000)
      assert.ok(apart < clockSkew, `its clock and this one are ${Math.round(apart / 1_000)} s apart`)
    })
  },
)
