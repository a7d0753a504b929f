import { expect, journey } from 'twelvefold/smoke'
import { colors } from '#clients/colors'

/** A color can never be removed, so none is added: the one that is there is offered again, as far as the store. */
export const palette = journey(
  'a color is there once',
  { services: ['colors'], writes: true },
  async ({ use, step, skip }) => {
    const known = await step('finds a color', async () => {
      const page = await use(colors).listColors({ query: { limit: 1 } })
      return (page.status === 200 ? page.body[0] : undefined) ?? skip('there are no colors')
    })
    await step('cannot add it a second time', async () => {
      const { name, hex, palette } = known
      expect(await use(colors).createColor({ body: { name, hex, palette } }), 409)
    })
  },
)
