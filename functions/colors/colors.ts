import { collection, type Page, Problem, problem, type } from 'twelvefold'

export interface Color {
  colorId: string
  name: string
  hex: string
  palette: string
}

/** A color as it is kept: with what it is ordered by. */
interface ColorDocument extends Color {
  slug: string
}

export const colors = collection('colors', {
  document: type<ColorDocument>(),
  key: 'colorId',
  indexes: { byPalette: ['palette', 'slug'], byName: ['slug'] },
})

/** The colors of one palette, or of all, by name. */
export function findColors(query: {
  palette?: string | undefined
  limit: number
  cursor?: string | undefined
}): Promise<Page<ColorDocument>> {
  const { palette, limit, cursor } = query
  const page = { limit, ...(cursor === undefined ? {} : { cursor }) }
  return palette === undefined
    ? colors.query('byName', page)
    : colors.query('byPalette', { equals: { palette }, ...page })
}

/** @throws `conflict` where the palette has a color of this name */
export async function addColor(color: Omit<Color, 'colorId'>): Promise<Color> {
  const { palette, name } = color
  try {
    return toColor(await colors.insert(toDocument(color)))
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
    throw problem('conflict', `The palette ${palette} has a color ${name} already.`, { cause: error })
  }
}

/** Its id says its palette and its name, so that one conditional insert keeps a name unique. */
export function toDocument({ name, hex, palette }: Omit<Color, 'colorId'>): ColorDocument {
  const slug = slugOf(name)
  return { colorId: `${palette}.${slug}`, name: name.normalize('NFC'), hex: hex.toLowerCase(), palette, slug }
}

/** What is the same for names that are taken for one. */
const slugOf = (name: string): string =>
  name.normalize('NFC').toLowerCase().replace(/['’]/gu, '').replace(/[ -]+/gu, '-').replace(/-$/u, '')

/** Without what is only for the store. */
export const toColor = ({ colorId, name, hex, palette }: ColorDocument): Color => ({ colorId, name, hex, palette })
