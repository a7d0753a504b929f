import type { OpenApiDocument } from '../contract/document.ts'

/**
 * The document with those schemas renamed whose names a package has for something else: `Problem` → `ProblemDocument`.
 */
export function renameSchemas(document: OpenApiDocument, taken: ReadonlySet<string>): OpenApiDocument {
  const schemas = document.components?.schemas ?? {}
  const names = new Set([...Object.keys(schemas), ...taken])
  const renamed = new Map<string, string>()
  for (const name of Object.keys(schemas).filter((name) => taken.has(name))) {
    let other = `${name}Document`
    while (names.has(other)) other = `${other}_`
    names.add(other)
    renamed.set(name, other)
  }
  if (renamed.size === 0) return document
  const text = JSON.stringify(document).replace(
    /("#\/components\/schemas\/)([^"/]+)(?=["/])/g,
    (whole, start: string, name: string) => (renamed.has(name) ? `${start}${renamed.get(name)}` : whole),
  )
  const copy = JSON.parse(text) as OpenApiDocument
  const moved = Object.entries(copy.components?.schemas ?? {}).map(([name, schema]) => [
    renamed.get(name) ?? name,
    schema,
  ])
  return { ...copy, components: { ...copy.components, schemas: Object.fromEntries(moved) } }
}
