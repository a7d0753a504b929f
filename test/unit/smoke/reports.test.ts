import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonReport } from '../../../lib/smoke/report/json-line.ts'
import { junitReport } from '../../../lib/smoke/report/junit.ts'
import { specReport } from '../../../lib/smoke/report/spec.ts'
import { tapReport } from '../../../lib/smoke/report/tap.ts'
import type { RunResult } from '../../../lib/smoke/result.ts'
import { readXml } from '../../fakes/xml.ts'

const url = 'https://shop.example.com'
const nasty = 'it says "<no>" & more\u0007 ]]> # \ud800 \n\n  second line'
const result: RunResult = {
  url,
  startedAt: new Date('2026-11-25T12:00:00Z'),
  ms: 1_234,
  reached: true,
  versions: ['1.2.3 5a52cfac'],
  journeys: [
    {
      name: 'the contract of "shop" <1> # é',
      ms: 1_000,
      steps: [
        { name: 'is healthy', status: 'passed', ms: 12, note: 'well # enough' },
        { name: 'has this contract', status: 'warned', ms: 1, note: 'getB differs & more' },
        { name: 'getA', status: 'skipped', ms: 0, note: 'no example of <a>' },
        {
          name: 'getB',
          status: 'failed',
          ms: 40,
          failure: {
            message: nasty,
            exchange: {
              method: 'GET',
              url: `${url}/shop/b`,
              headers: { 'x-request-id': 'smoke-1' },
              body: undefined,
              answer: {
                status: 502,
                headers: { 'content-type': 'text/html', 'x-request-id': 'proxy-1' },
                body: '<h1>',
                text: '<h1>Bad gateway</h1>',
                url: `${url}/shop/b`,
              },
              ms: 38,
            },
          },
        },
      ],
    },
    { name: 'a job orders', ms: 3, steps: [{ name: 'orders', status: 'passed', ms: 3 }] },
  ],
}

test('JUnit is well-formed whatever has failed, and has a suite for each journey', async () => {
  const elements = readXml(await junitReport().end(result))

  const [root, ...others] = elements
  const cases = others.filter(({ name }) => name === 'testcase')
  const failure = others.find(({ name }) => name === 'failure')
  assert.equal(root?.name, 'testsuites')
  assert.deepEqual(
    ['tests', 'failures', 'skipped', 'time'].map((name) => root?.attributes[name]),
    ['5', '1', '1', '1.234'],
  )
  assert.deepEqual(
    others.filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes.name),
    ['the contract of "shop" <1> # é', 'a job orders'],
  )
  assert.equal(cases.length, 5)
  assert.equal(cases[0]?.attributes.classname, 'the contract of "shop" <1> # é')
  assert.match(failure?.text ?? '', /it says "<no>" & more \]\]>/)
  assert.match(failure?.text ?? '', /<h1>Bad gateway<\/h1>/)
})

test('TAP counts every step, marks the skipped, and keeps what failed in its YAML block', async () => {
  const text = await tapReport().end(result)

  const points = text.split('\n').flatMap((line) => /^( *)(not ok|ok) (\d+) - (.*)$/.exec(line)?.slice(1) ?? [])
  assert.match(text, /^TAP version 13\n/)
  assert.deepEqual(
    points.filter((_, at) => at % 4 === 1),
    ['ok', 'ok', 'ok', 'not ok', 'not ok', 'ok', 'ok'],
  )
  assert.match(text, /^ {4}ok 3 - getA # SKIP no example of <a>$/m)
  assert.match(text, /^ {4}ok 1 - is healthy: well \\# enough$/m)
  assert.match(text, /^ {4}1\.\.4$/m)
  assert.match(text, /^1\.\.2$/m)
  assert.match(text, /^ {8}request id: proxy-1, to look for in the logs$/m)
  assert.doesNotMatch(text, /at .*\.ts:\d+/)
})

test('the JSON line is one line, and says where to look', async () => {
  const text = await jsonReport().end(result)

  assert.match(text, /^[^\n]+\n$/)
  assert.deepEqual(JSON.parse(text), {
    time: '2026-11-25T12:00:00.000Z',
    url,
    ok: false,
    reached: true,
    version: '1.2.3 5a52cfac',
    passed: 2,
    warned: 1,
    failed: 1,
    skipped: 1,
    durationMs: 1_234,
    failures: [
      {
        journey: 'the contract of "shop" <1> # é',
        step: 'getB',
        message: nasty.split('\n')[0],
        method: 'GET',
        url: `${url}/shop/b`,
        status: 502,
        requestId: 'proxy-1',
      },
    ],
    warnings: [
      { journey: 'the contract of "shop" <1> # é', step: 'has this contract', message: 'getB differs & more' },
    ],
  })
})

test('for people there are marks, counts, and a command that asks again', async () => {
  const report = specReport((_, text) => text)
  const text = result.journeys.map(report.journey).join('') + (await report.end(result))

  assert.match(text, /^ {2}✔ is healthy: well # enough$/m)
  assert.match(text, /^ {2}! has this contract: getB differs & more$/m)
  assert.match(text, /^ {2}- getA: no example of <a>$/m)
  assert.match(text, /^ {2}✖ getB$/m)
  assert.match(text, /^ {6}answered 502 text\/html after 38 ms$/m)
  assert.match(text, /^ {6}again: curl -i 'https:\/\/shop\.example\.com\/shop\/b'$/m)
  assert.match(text, /^2 passed, 1 warned, 1 failed, 1 skipped in 1\.2 s$/m)
})
