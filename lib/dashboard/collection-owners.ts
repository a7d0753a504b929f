import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The services that declare a collection, as their sources say; all of them where none does, such as for those of the kit.
 *
 * @param functions the folder of the services
 * @example
 * ownersOf('products', 'functions', ['catalog', 'orders']) // ['catalog']
 */
export function ownersOf(collection: string, functions: string, services: readonly string[]): readonly string[] {
  // Names are letters, digits and hyphens: nothing in them means something to a pattern.
  const declaration = new RegExp(`\\bcollection\\s*(?:<[^(]*>)?\\(\\s*['"\`]${collection}['"\`]`)
  const owners = services.filter((service) => {
    const folder = join(functions, service)
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => /\.[jt]s$/.test(file)) : []
    return files.some((file) => declaration.test(readFileSync(join(folder, file), 'utf8')))
  })
  return owners.length > 0 ? owners : services
}
