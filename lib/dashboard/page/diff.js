// What two texts have in common, line by line.

/** Longer ones take too long to compare while one waits. */
const most = 600

/**
 * @returns lines, each with `sign`: ` ` in both, `-` only before, `+` only after; undefined where the texts are too long
 */
export function diffLines(before, after) {
  const [a, b] = [before.split('\n'), after.split('\n')]
  if (a.length > most || b.length > most) return undefined
  // Lengths of the longest common subsequences of what is left from each place on.
  const width = b.length + 1
  const lengths = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j
      lengths[at] = a[i] === b[j] ? lengths[at + width + 1] + 1 : Math.max(lengths[at + width], lengths[at + 1])
    }
  }
  const lines = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i] })
      i++
      j++
    } else if (j >= b.length || (i < a.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      lines.push({ sign: '-', text: a[i++] })
    } else lines.push({ sign: '+', text: b[j++] })
  }
  return lines
}
