/** A `curl` command of the documents, as a request: tests run where there may be no curl. */
export interface CurlCall {
  url: string
  init: RequestInit
}

/** The words of a shell command; quotes group, as in the documents. */
export function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  )
}

/** Reads a curl command with -d, -H and -X. */
export function readCurl(command: string): CurlCall {
  const [program, ...rest] = words(command)
  if (program !== 'curl') throw new Error(`not a curl command: ${command}`)
  const headers: Record<string, string> = {}
  let method: string | undefined
  let body: string | undefined
  let url = ''
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? ''
    if (word === '-d') body = rest[++at]
    else if (word === '-X') method = rest[++at]
    else if (word === '-H') {
      const [name = '', value = ''] = (rest[++at] ?? '').split(/:\s*/, 2)
      headers[name] = value
    } else if (word.startsWith('-')) throw new Error(`${word} is not known here: ${command}`)
    else url = word
  }
  return {
    url,
    init: { method: method ?? (body === undefined ? 'GET' : 'POST'), headers, ...(body === undefined ? {} : { body }) },
  }
}

/** The code blocks of a Markdown text, by language. */
export function codeBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)]
    .filter(([, name]) => name === language)
    .map(([, , code = '']) => code)
}
