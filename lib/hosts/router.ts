/** What a router holds for a path: what answers each method. */
export interface Methods<Target> {
  [method: string]: Target
}

export interface Match<Target> {
  methods: Methods<Target>
  /** Decoded once, once only; undefined for a path without parameters. */
  params: Record<string, string> | undefined
}

interface Node<Target> {
  literals: Map<string, Node<Target>>
  parameter: Node<Target> | undefined
  methods: Methods<Target> | undefined
  /** Parameter names by position, of the template that ends here. */
  names: string[]
}

export interface Router<Target> {
  add: (method: string, template: string, target: Target) => void
  /** @returns undefined where no path fits, 'malformed' where the path is not valid percent-encoding */
  match: (path: string) => Match<Target> | 'malformed' | undefined
}

const createNode = <Target>(): Node<Target> => ({
  literals: new Map(),
  parameter: undefined,
  methods: undefined,
  names: [],
})

/**
 * Finds what answers a path: a Map for paths without parameters, a trie of segments for the others. A literal segment
 * goes before a parameter, as API Gateway has it ("the most specific route").
 */
export function createRouter<Target>(): Router<Target> {
  const fixed = new Map<string, Match<Target>>()
  const root = createNode<Target>()

  function add(method: string, template: string, target: Target): void {
    if (!template.includes('{')) {
      const known = fixed.get(template)
      if (known === undefined) fixed.set(template, { methods: { [method]: target }, params: undefined })
      else known.methods[method] = target
    }
    let node = root
    const names: string[] = []
    for (const segment of template.slice(1).split('/')) {
      if (segment.startsWith('{')) {
        names.push(segment.slice(1, -1))
        node.parameter ??= createNode()
        node = node.parameter
      } else {
        const next = node.literals.get(segment) ?? createNode<Target>()
        node.literals.set(segment, next)
        node = next
      }
    }
    node.names = names
    node.methods = { ...node.methods, [method]: target }
  }

  function match(path: string): Match<Target> | 'malformed' | undefined {
    const known = fixed.get(path)
    if (known !== undefined) return known
    const values: string[] = []
    const node = path.startsWith('/') ? find(root, path, 1, values) : undefined
    if (node?.methods === undefined) return undefined
    const params: Record<string, string> = {}
    for (let at = 0; at < node.names.length; at++) {
      const value = decodeSegment(values[at] ?? '')
      if (value === undefined) return 'malformed'
      params[node.names[at] ?? ''] = value
    }
    return { methods: node.methods, params }
  }

  return { add, match }
}

/** @param start where the rest of the path begins, behind its slash; beyond its end when nothing is left */
function find<Target>(node: Node<Target>, path: string, start: number, values: string[]): Node<Target> | undefined {
  if (start > path.length) return node.methods === undefined ? undefined : node
  const slash = path.indexOf('/', start)
  const end = slash < 0 ? path.length : slash
  const segment = path.slice(start, end)
  const literal = node.literals.get(segment)
  if (literal !== undefined) {
    const found = find(literal, path, end + 1, values)
    if (found !== undefined) return found
  }
  // An empty segment names nothing: /hello/ is not /hello/{name}.
  if (node.parameter === undefined || segment === '') return undefined
  const depth = values.push(segment)
  const found = find(node.parameter, path, end + 1, values)
  if (found === undefined) values.length = depth - 1
  return found
}

/** Decodes one segment, once; undefined where it is not valid percent-encoding. */
export function decodeSegment(segment: string): string | undefined {
  if (!segment.includes('%')) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
