import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sum } from '../../../functions/addition/sum.ts'

const largest = Number.MAX_SAFE_INTEGER

describe('sum', () => {
  const sums: [string, number[], number][] = [
    ['adds nothing up to 0', [], 0],
    ['leaves a single operand as it is', [0.1], 0.1],
    ['adds minus zeros up to 0', [-0, -0], 0],
    ['adds integers', [1, 2, 3], 6],
    ['adds negative integers', [-1, -2, 4], 1],
    ['adds 0.1 and 0.2 as the numbers they really are', [0.1, 0.2], 0.30000000000000004],
    ['adds ten tenths up to 1', Array(10).fill(0.1), 1],
    ['adds a thousand tenths up to 100', Array(1000).fill(0.1), 100],
    ['may leave the bounds on its way', [largest, 2, -2], largest],
    ['may leave the bounds on its way on the negative side', [-largest, -largest, largest], -largest],
    ['keeps what is small between what is large', [largest, 1e-9, -largest], 1e-9],
    ['keeps what is small before what is large', [1e-300, largest, -largest], 1e-300],
    ['cancels out numbers beyond the bounds', [1e300, 1, -1e300], 1],
    ['adds subnormal numbers', [5e-324, 5e-324], 1e-323],
    ['rounds a half down to even', [1, 2 ** -53], 1],
    ['rounds a half up to even', [1 + 2 ** -52, 2 ** -53], 1 + 2 ** -51],
    ['rounds more than a half up', [1, 2 ** -53, 2 ** -106], 1 + 2 ** -52],
    ['rounds less than a half down', [1 + 2 ** -52, 2 ** -53, -(2 ** -106)], 1 + 2 ** -52],
    ['rounds more than a negative half away from zero', [-1, -(2 ** -53), -(2 ** -106)], -1 - 2 ** -52],
    ['rounds a fraction to the largest integer', [largest, 0.25], largest],
  ]
  for (const [behaviour, operands, expected] of sums) {
    it(`${behaviour}, in either order`, () => {
      assert.equal(sum(operands), expected)
      assert.equal(sum(operands.toReversed()), expected)
    })
  }

  const refusals: [string, number[]][] = [
    ['an integer above the bounds', [largest, 1]],
    ['an integer below the bounds', [-largest, -1]],
    ['a fraction that rounds to an integer above the bounds', [largest, 0.5]],
    ['one operand beyond the bounds', [2 ** 53]],
    ['infinity', [1, Number.POSITIVE_INFINITY]],
    ['infinities that meet', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1]],
    ['what is not a number', [Number.NaN, 1]],
    ['a sum beyond all numbers', [Number.MAX_VALUE, Number.MAX_VALUE]],
    ['an overflow on the way', [Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, -Number.MAX_VALUE]],
  ]
  for (const [name, operands] of refusals) {
    it(`refuses ${name}`, () => {
      assert.equal(sum(operands), undefined)
    })
  }

  it('adds whatever can be iterated', () => {
    assert.equal(sum(new Set([1, 2, 3])), 6)
  })

  it('agrees with BigInt on random integers', () => {
    const random = seeded(1)
    let refused = 0

    for (let round = 0; round < 5000; round++) {
      const operands = Array.from({ length: 1 + Math.floor(random() * 40) }, () => randomInteger(random))
      const exact = operands.reduce((total, operand) => total + BigInt(operand), 0n)
      const safe = exact >= BigInt(-largest) && exact <= BigInt(largest)
      if (!safe) refused++

      assert.equal(sum(operands), safe ? Number(exact) : undefined, `operands: ${operands}`)
    }
    assert.ok(refused > 500 && refused < 4500, `${refused} of 5000 sums were out of bounds`)
  })

  it('agrees with exact rational arithmetic on random fractions', () => {
    const random = seeded(2)

    for (let round = 0; round < 5000; round++) {
      const operands = Array.from({ length: 1 + Math.floor(random() * 40) }, () => randomFraction(random))
      if (random() < 0.3) operands.push(...operands.map((operand) => -operand).toReversed(), randomFraction(random))

      assert.equal(sum(operands), rationalSum(operands), `operands: ${operands}`)
    }
  })

  it('agrees with exact rational arithmetic next to a half', () => {
    const random = seeded(3)
    const sign = () => (random() < 0.5 ? -1 : 1)

    for (let round = 0; round < 5000; round++) {
      const unit = 2 ** -Math.floor(random() * 40)
      const head = sign() * (2 ** 52 + Math.floor(random() * 2 ** 52)) * unit * 2 ** -10
      const half = sign() * unit * 2 ** -11
      const tip = sign() * half * 2 ** -Math.floor(1 + random() * 100)
      const operands = [head, half, tip, half * 2 ** -60]

      assert.equal(sum(operands), rationalSum(operands), `operands: ${operands}`)
    }
  })
})

/** Integers of every size up to 2^53 - 1. */
function randomInteger(random: () => number): number {
  const size = Math.min(2 ** (random() * 53.2), largest)
  return (random() < 0.5 ? -1 : 1) * Math.floor(size)
}

/** Fractions with a full mantissa, of every size from 2^-195 to 2^46: eighty of them stay in bounds. */
function randomFraction(random: () => number): number {
  const mantissa = 2 ** 52 + Math.floor(random() * 2 ** 52)
  return (random() < 0.5 ? -1 : 1) * mantissa * 2 ** -Math.floor(7 + random() ** 3 * 240)
}

/**
 * The sum as an integer number of 2^-scale, which BigInt adds exactly and `Number()` rounds once, half to even
 * (ECMA-262, section 21.1.1.1). Every operand used here is a multiple of 2^-scale, and no sum is subnormal.
 */
function rationalSum(operands: number[]): number {
  const scale = 400
  const units = operands.reduce((total, operand) => total + BigInt(operand * 2 ** scale), 0n)
  return Number(units) / 2 ** scale
}

/** The same random numbers in each run (mulberry32), so that a failure comes back. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
