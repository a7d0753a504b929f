import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mergePatch } from '../../../functions/catalog/merge-patch.ts'

describe('a merge patch: the cases of RFC 7396, appendix A', () => {
  const cases: [target: string, patch: string, result: string][] = [
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '["c","d"]', '["c","d"]'],
    ['{"a":"b"}', '["c"]', '["c"]'],
    ['{"a":"foo"}', 'null', 'null'],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ]
  for (const [target, patch, result] of cases) {
    test(`${target} with ${patch} is ${result}`, () => {
      assert.equal(JSON.stringify(mergePatch(JSON.parse(target), JSON.parse(patch))), result)
    })
  }

  test('neither the target nor the patch is changed', () => {
    const target = { a: { b: 1 } }
    const patch = { a: { b: null, c: 2 } }

    mergePatch(target, patch)

    assert.deepEqual([target, patch], [{ a: { b: 1 } }, { a: { b: null, c: 2 } }])
  })

  test('a member called __proto__ is a member', () => {
    const merged = mergePatch({}, JSON.parse('{"__proto__":{"isAdmin":true}}'))

    assert.equal(Reflect.get(Object(merged), 'isAdmin'), undefined)
    assert.equal(JSON.stringify(merged), '{"__proto__":{"isAdmin":true}}')
  })
})
