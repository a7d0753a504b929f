// Where the parts of the map stand. Every service has a row of its own, and stands to the right of those that call it, so
// that no line runs through a box. The same system always looks the same.

const box = { width: 158, height: 52, row: 74, gap: 108, side: 104, margin: 14, lane: 150 }

/**
 * @param services names
 * @param calls pairs of names: who calls whom
 * @returns `{ width, height, nodes: name → { x, y, width, height } }`
 */
export function layOut(services, calls) {
  const known = new Set(services)
  const called = new Map(services.map((name) => [name, []]))
  for (const [from, to] of calls) if (known.has(from) && known.has(to) && from !== to) called.get(from).push(to)
  const isCalled = new Set([...called.values()].flat())

  const column = new Map()
  const order = []
  const visit = (name, depth, path) => {
    column.set(name, Math.max(column.get(name) ?? 0, depth))
    if (!order.includes(name)) order.push(name)
    for (const next of called.get(name).toSorted())
      if (!path.has(next)) visit(next, depth + 1, new Set([...path, next]))
  }
  const begins = (name) => (called.get(name).length > 0 ? 0 : 1)
  const roots = services.filter((name) => !isCalled.has(name)).sort((a, b) => begins(a) - begins(b) || (a < b ? -1 : 1))
  // Those of a circle that nobody else calls come last.
  for (const name of [...roots, ...services.toSorted()]) if (!column.has(name)) visit(name, 0, new Set([name]))

  const columns = Math.max(0, ...column.values()) + 1
  const height = box.margin * 2 + Math.max(2, order.length) * box.row
  const left = box.margin + box.side + box.lane
  const right = left + columns * box.width + (columns - 1) * box.gap + box.lane
  const tall = { y: box.margin, width: box.side, height: height - box.margin * 2 }
  const nodes = new Map([
    ['clients', { x: box.margin, ...tall }],
    ['store', { x: right, ...tall }],
  ])
  order.forEach((name, row) => {
    const x = left + column.get(name) * (box.width + box.gap)
    const y = box.margin + row * box.row + (box.row - box.height) / 2
    nodes.set(name, { x, y, width: box.width, height: box.height })
  })
  return { width: right + box.side + box.margin, height, nodes }
}

/** The line from one part to another, and where its label stands. */
export function route(from, to, nodes) {
  const [a, b] = [nodes.get(from), nodes.get(to)]
  const middle = ({ y, height }) => y + height / 2
  if (from === 'clients') {
    const [x, y] = [a.x + a.width, middle(b) + 8]
    return { path: `M${x} ${y} H${b.x}`, label: { x: x + 10, y: y - 6, anchor: 'start' } }
  }
  if (to === 'store') {
    const [x, y] = [a.x + a.width, middle(a)]
    return { path: `M${x} ${y} H${b.x}`, label: { x: b.x - 12, y: y - 6, anchor: 'end' } }
  }
  if (b.y > a.y && b.x > a.x) {
    const [x, y] = [a.x + a.width - 34, middle(b) - 10]
    return {
      path: `M${x} ${a.y + a.height} V${y - 12} Q${x} ${y} ${x + 12} ${y} H${b.x}`,
      label: { x: x + 16, y: y - 6, anchor: 'start' },
    }
  }
  // Backwards, or within a circle: round on the right.
  const [x, end] = [a.x + a.width, b.x + b.width]
  const far = Math.max(x, end) + 60
  return {
    path: `M${x} ${middle(a) - 12} C${far} ${middle(a) - 12} ${far} ${middle(b) + 12} ${end} ${middle(b) + 12}`,
    label: { x: far - 8, y: (middle(a) + middle(b)) / 2, anchor: 'start' },
  }
}
