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

/** By the rules of English for regular words; undefined where a word is none in the plural. */
function toSingular(word: string): string | undefined {
  if (!/[a-z]{3}s$/.test(word) || /(?:ss|us|is|series|species|news)$/.test(word)) return undefined
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return /(?:ss|sh|ch|x|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}

function toPlural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(?:s|sh|ch|x|z)$/.test(word) ? `${word}es` : `${word}s`
}
