/** How a test is marked that does not run: `test.skip(…)`, `{ skip: … }`, `context.todo(…)`. */
const notRun = /(?:\.|[{,]\s*)(?:skip|todo)\s*[:(]/

/**
 * The names of the tests of a file that really run: `test('name', …)`, the rows `['name', …]` of a table that tests are
 * made of, and the cases of the hosts, `name: 'name'`. One that is skipped, still to do or commented out has none.
 */
export function findTests(source: string): string[] {
  if (/^\s*describe(?:\.(?:skip|todo)\(|\([^\n]*\{\s*(?:skip|todo)\b)/m.test(source)) return []
  const makesTests = /^\s*test\(`[^`]*\$\{/m.test(source)
  const isCases = /: Case\[\] = \[$/m.test(source)
  const forms = [
    /^\s*test\('([^']+)',/,
    ...(makesTests ? [/^\s*\['([^']+)',/] : []),
    ...(isCases ? [/^\s*name: '([^']+)',/] : []),
  ]
  // Up to where the next one begins, so that what marks one does not count for another.
  const blocks = source.split(/^(?=\s*(?:test[.(]|\['|name: '))/m)
  return blocks.flatMap((block) => {
    const name = forms.map((form) => form.exec(block)?.[1]).find(Boolean)
    return name === undefined || notRun.test(block) ? [] : [name]
  })
}
