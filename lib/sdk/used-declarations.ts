/**
 * Of declarations of types those that a text needs, directly or by way of one another, in their order.
 *
 * @param declarations as `TypePrinter` prints them
 */
export function usedDeclarations(declarations: string, text: string): string {
  // A blank line stands between two of them, and nowhere else.
  const parts = declarations.split(/\n{2,}/).filter((part) => part.trim() !== '')
  const named = new Map(parts.map((part) => [/^export type ([\w$]+)/m.exec(part)?.[1] ?? '', part]))
  const used = new Set<string>()
  const look = (code: string): void => {
    for (const [word] of withoutTexts(code).matchAll(/[\w$]+/g)) {
      const part = used.has(word) ? undefined : named.get(word)
      if (part === undefined) continue
      used.add(word)
      look(part)
    }
  }
  look(text)
  return [...named].flatMap(([name, part]) => (used.has(name) ? [part] : [])).join('\n\n')
}

/** What comments and literals name is not used by that. */
const withoutTexts = (code: string): string => code.replace(/\/\*\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"/g, '')
