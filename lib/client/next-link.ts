/**
 * The address of the next page, from a `Link` header (RFC 8288, section 3): `<?cursor=x>; rel="next"`.
 *
 * @param header several links are separated by commas
 * @param base what a relative reference is resolved against: the address that answered
 */
export function nextLink(header: string | undefined, base: string): string | undefined {
  for (const [, reference = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>((?:"[^"]*"|[^,<"])*)/g)) {
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(parameters) ?? []
    const relations = (quoted ?? bare ?? '').toLowerCase().split(/\s+/)
    if (relations.includes('next') && URL.canParse(reference, base)) return new URL(reference, base).href
  }
  return undefined
}
