/** A `curl` command of the documents, as a request: tests run where there may be no curl. */
export interface CurlCall {
  url: string
  init: RequestInit
}

export type Variables = Readonly<Record<string, string>>

/** The words of a shell command; quotes group, and `$NAME` outside single ones is a variable. */
export function words(command: string, variables: Variables = {}): string[] {
  const expand = (text: string): string =>
    text.replace(/\$(\w+)/g, (_, name: string) => {
      const value = variables[name]
      if (value === undefined) throw new Error(`${name} is not set: ${command}`)
      return value
    })
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? expand(double ?? bare ?? ''),
  )
}

/** Reads a curl command with -d, -H, -u and -X; -s, which prints less, changes nothing here. */
export function readCurl(command: string, variables: Variables = {}): CurlCall {
  const [program, ...rest] = words(command, variables)
  if (program !== 'curl') throw new Error(`not a curl command: ${command}`)
  const headers = new Headers()
  const fields: string[] = []
  let method: string | undefined
  let url = ''
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? ''
    if (word === '-d') fields.push(rest[++at] ?? '')
    else if (word === '-X') method = rest[++at]
    else if (word === '-u') headers.set('authorization', `Basic ${btoa(rest[++at] ?? '')}`)
    else if (word === '-H') {
      const [, name = '', value = ''] = /^(.+?):\s*(.*)$/.exec(rest[++at] ?? '') ?? []
      headers.set(name, value)
    } else if (word.startsWith('-') && word !== '-s') throw new Error(`${word} is not known here: ${command}`)
    else if (word !== '-s') url = word
  }
  if (fields.length === 0) return { url, init: { method: method ?? 'GET', headers } }
  if (!headers.has('content-type')) headers.set('content-type', 'application/x-www-form-urlencoded')
  return { url, init: { method: method ?? 'POST', headers, body: fields.join('&') } }
}

/** A variable that a call's answer gives. */
export interface Assignment {
  name: string
  /** The curl command. */
  command: string
  /** The member of its answer. */
  member: string
}

/** Reads `NAME=$(curl … | node -pe 'JSON.parse(fs.readFileSync(0)).member')`; undefined for everything else. */
export function readAssignment(line: string): Assignment | undefined {
  const pattern = /^(\w+)=\$\((curl .*) \| node -pe 'JSON\.parse\(fs\.readFileSync\(0\)\)\.(\w+)'\)$/
  const [, name, command, member] = pattern.exec(line) ?? []
  return name && command && member ? { name, command, member } : undefined
}

/** The code blocks of a Markdown text, by language. */
export function codeBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)]
    .filter(([, name]) => name === language)
    .map(([, , code = '']) => code)
}

/** The commands of a shell script; a backslash at the end of a line goes on with the next one. */
export const commandLines = (script: string): string[] =>
  script
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '')
