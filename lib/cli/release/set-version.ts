/**
 * Writes another version into the text of a `package.json` or `package-lock.json`; everything else stays as it is
 * written, to the last space.
 *
 * @param paths the objects whose `version` it is: `[]` is the file's own
 * @returns undefined where one of them has no version
 */
export function setVersion(text: string, version: string, paths: readonly (readonly string[])[]): string | undefined {
  let written: string | undefined = text
  for (const path of paths) written = written === undefined ? undefined : replaceOne(written, version, path)
  return written
}

/** The words `"version": "…"` may stand in many places: the right one is that which changes what was meant, and only that. */
function replaceOne(text: string, version: string, path: readonly string[]): string | undefined {
  const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
  const owner = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), parsed)
  if (!isObject(owner) || typeof owner.version !== 'string') return undefined
  if (owner.version === version) return text
  owner.version = version
  const wanted = JSON.stringify(parsed)
  for (const found of text.matchAll(/"version"\s*:\s*"([^"\\]*)"/g)) {
    const end = found.index + found[0].length - 1
    const candidate = text.slice(0, end - (found[1] ?? '').length) + version + text.slice(end)
    if (JSON.stringify(JSON.parse(candidate.replace(/^\uFEFF/, ''))) === wanted) return candidate
  }
  return undefined
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
