/**
 * The exact sum of the operands, rounded once, to the nearest number (half to even).
 *
 * The running sum is kept as partials: numbers that do not overlap, ordered by size, whose exact sum is the exact sum
 * of the operands so far.
 *
 * Source: J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates",
 * Discrete & Computational Geometry 18 (1997), as CPython's `math.fsum` does it (`Modules/mathmodule.c`), which added
 * the half-even correction.
 *
 * @returns undefined where the sum is not finite, or is an integer beyond 2^53 - 1 in size, which a number cannot tell
 * from its neighbours; also where the way to the sum overflows, which operands below 2^53 in size cannot cause
 * @example
 * sum([0.1, 0.2, 0.3, -0.6]) // 2.7755575615628914e-17, as these are not tenths
 * sum([9007199254740991, 2, -2]) // 9007199254740991
 * sum([9007199254740991, 1]) // undefined
 */
export function sum(operands: Iterable<number>): number | undefined {
  const partials: number[] = []
  for (const operand of operands) add(operand, partials)
  const total = round(partials)

  const exact = Number.isFinite(total) && (Number.isSafeInteger(total) || !Number.isInteger(total))
  return exact ? total : undefined
}

/** Adds a number to the partials without loss, in place. */
function add(operand: number, partials: number[]): void {
  let carry = operand
  let kept = 0
  for (const partial of partials) {
    const [larger, smaller] = Math.abs(carry) < Math.abs(partial) ? [partial, carry] : [carry, partial]
    const high = larger + smaller
    const low = smaller - (high - larger)
    if (low !== 0) partials[kept++] = low
    carry = high
  }
  partials.length = kept
  if (carry !== 0) partials.push(carry)
}

/** The partials as one number, rounded half to even. Takes them off from the largest down, as far as they matter. */
function round(partials: number[]): number {
  let total = 0
  let rest = 0
  while (partials.length > 0 && rest === 0) {
    const partial = partials.pop() ?? 0
    const before = total
    total = before + partial
    rest = partial - (total - before)
  }

  // A rest of exactly half a unit was rounded to even, blind to what lies below it: that may tip it the other way.
  const below = partials.at(-1) ?? 0
  if (rest !== 0 && Math.sign(rest) === Math.sign(below)) {
    const unit = rest * 2
    const neighbour = total + unit
    if (neighbour - total === unit) total = neighbour
  }
  return total
}
