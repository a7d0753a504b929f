/** What a new service and the things that it keeps are called, in words that stand in kebab-case. */
export interface ServiceNames {
  /** The service: its folder and the first segment of its paths. */
  service: string
  /** One of the things that it keeps. */
  item: string
  /** Several of them: also their collection. */
  items: string
}

/** What the template calls them. */
export const templateNames: ServiceNames = { service: 'sample-service', item: 'sample-item', items: 'sample-items' }

/**
 * Makes the names of what a service keeps: of `parcels` each is a `parcel`, of `inventory` an `inventory-item`.
 *
 * @param item what one of them is called, where neither is right
 */
export function nameItems(service: string, item: string = toSingular(service) ?? `${service}-item`): ServiceNames {
  return { service, item, items: toSingular(service) === item ? service : toPlural(item) }
}

/** Words that services are likely to be called, and that the rules below would get wrong. */
const irregular: Readonly<Record<string, string>> = {
  aliases: 'alias',
  bonuses: 'bonus',
  buses: 'bus',
  caches: 'cache',
  calories: 'calorie',
  canvases: 'canvas',
  children: 'child',
  cookies: 'cookie',
  criteria: 'criterion',
  heroes: 'hero',
  indices: 'index',
  lenses: 'lens',
  movies: 'movie',
  people: 'person',
  statuses: 'status',
  viruses: 'virus',
}

/** By the rules of English; undefined where a word is none in the plural. */
function toSingular(name: string): string | undefined {
  const [word = ''] = /[^-]*$/.exec(name) ?? []
  if (Object.hasOwn(irregular, word)) return `${name.slice(0, -word.length)}${irregular[word]}`
  if (!/[a-z]{3}s$/.test(name) || /(?:ss|us|is|series|species|news|alias|atlas|bias|canvas|chaos|lens)$/.test(name))
    return undefined
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`
  return /(?:ss|sh|ch|x|zz)es$/.test(name) ? name.slice(0, -2) : name.slice(0, -1)
}

function toPlural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(?:s|sh|ch|x|z)$/.test(word) ? `${word}es` : `${word}s`
}
