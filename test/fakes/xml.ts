/**
 * Reads XML strictly: every character is part of a declaration, a tag with quoted attributes, or text without `<` and with
 * known entities only; every element is closed, and there is one root.
 *
 * @returns the elements in the order in which they open, with their attributes and their texts
 * @throws Error that says where it is not well-formed
 */
export function readXml(text: string): XmlElement[] {
  const elements: XmlElement[] = []
  const open: XmlElement[] = []
  let rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/, '')
  while (rest !== '') {
    const [token = ''] = /^(?:<\/?[a-z][\w-]*(?:\s+[a-z][\w-]*="[^"<]*")*\s*\/?>|[^<]+)/i.exec(rest) ?? []
    if (token === '') throw new Error(`not well-formed at: ${rest.slice(0, 80)}`)
    rest = rest.slice(token.length)
    if (!token.startsWith('<')) {
      const parent = open.at(-1)
      if (parent === undefined && token.trim() !== '') throw new Error(`text outside of the root: ${token}`)
      if (parent !== undefined) parent.text += decode(token)
    } else if (token.startsWith('</')) {
      const closed = open.pop()
      if (token !== `</${closed?.name}>`) throw new Error(`${token} closes ${closed?.name}`)
    } else {
      if (open.length === 0 && elements.length > 0) throw new Error(`a second root: ${token}`)
      const element = { name: /^<([\w-]+)/.exec(token)?.[1] ?? '', attributes: attributesOf(token), text: '' }
      elements.push(element)
      if (!token.endsWith('/>')) open.push(element)
    }
  }
  if (open.length > 0) throw new Error(`${open.at(-1)?.name} is not closed`)
  return elements
}

export interface XmlElement {
  name: string
  attributes: Record<string, string>
  text: string
}

function attributesOf(tag: string): Record<string, string> {
  return Object.fromEntries(
    [...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decode(value)]),
  )
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" }

function decode(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot have them
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) throw new Error('a control character')
  return text.replace(/&[^;]*;?/g, (entity) => {
    const character = entities[entity]
    if (character === undefined) throw new Error(`the entity ${entity}`)
    return character
  })
}
