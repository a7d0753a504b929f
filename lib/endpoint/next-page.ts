/**
 * The `Link` header to the next page (RFC 8288): the same query with another cursor. The reference has nothing but its
 * query, so that it is right behind any path prefix (RFC 3986, section 5.2.2).
 *
 * @param rawQuery the query of this request, without `?`
 * @param cursor where this page ended; undefined where it is the last
 * @example
 * const { items, cursor } = await products.query('byName', { limit: 20 })
 * return reply(200, items, nextPage(event.rawQueryString, cursor))
 */
export function nextPage(rawQuery: string, cursor: string | undefined): Record<string, string> {
  if (cursor === undefined) return {}
  const query = new URLSearchParams(rawQuery)
  query.set('cursor', cursor)
  return { link: `<?${query}>; rel="next"` }
}
