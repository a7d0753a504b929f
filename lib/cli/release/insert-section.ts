const head = `# Changelog

What users need to know of each release; the newest is first. \`twelvefold release\` writes it.
`

/** The heading of a version, as this command and others write it: `## 1.4.0`, `## [v1.4.0] - 2026-11-25`, `# [1.4.0](…)`. */
const heading = /^##? \[?v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/

/**
 * Puts the section of a release above those that a changelog has. Sections of prereleases since the last release make
 * room: what they told is told by the new one.
 *
 * @param changelog undefined where there is none yet
 */
export function insertSection(changelog: string | undefined, section: string): string {
  if (changelog === undefined || changelog.trim() === '') return `${head}\n${section}`
  const isWindows = changelog.includes('\r\n')
  const lines = changelog.replaceAll('\r\n', '\n').trimEnd().split('\n')
  const start = lines.findIndex((line) => heading.test(line))
  const before = start < 0 ? lines : lines.slice(0, start)
  const rest = start < 0 ? [] : withoutPrereleases(lines.slice(start))
  const parts = [before.join('\n').trim(), section.trim(), rest.join('\n').trim()]
  const text = `${parts.filter((part) => part !== '').join('\n\n')}\n`
  return isWindows ? text.replaceAll('\n', '\r\n') : text
}

function withoutPrereleases(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => /^##? /.test(line) && heading.exec(line)?.[1]?.includes('-') !== true)
  return first < 0 ? [] : lines.slice(first)
}
