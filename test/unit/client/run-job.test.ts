import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobContext, runJob } from 'twelvefold'
import { followTraces } from '../../../lib/observe/current-trace.ts'
import { onJob, type StartedJob } from '../../../lib/observe/started-job.ts'

process.env.LOG_LEVEL = 'silent'

test('a job gets what its calls belong to, and its result is given back', async () => {
  const result = await runJob('count', async ({ requestId, trace, deadline }) => ({ requestId, trace, deadline }), {
    timeoutMs: 1_000,
  })

  assert.match(result.requestId, /^count-[0-9a-f-]{36}$/)
  assert.match(result.trace.traceId, /^[0-9a-f]{32}$/)
  assert.ok(Number(result.deadline) > Date.now())
})

test('whoever listens hears of a job at its beginning, and of its end, until it stops', async (context) => {
  const heard: StartedJob[] = []
  const stop = onJob((job) => heard.push(job))
  context.after(stop)
  const failure = new Error('in vain')

  await runJob('good', () => assert.equal(heard.length, 1))
  await assert.rejects(
    runJob('bad', () => Promise.reject(failure)),
    failure,
  )
  jobContext('open')
  stop()
  await runJob('unheard', () => undefined)

  assert.deepEqual(
    heard.map(({ name }) => name),
    ['good', 'bad', 'open'],
  )
  assert.deepEqual(await Promise.all(heard.map(({ ended }) => ended)), [undefined, failure, undefined])
  assert.equal(heard[2]?.ended, undefined)
})

test('contexts within a job have its trace once traces are followed; outside of it each has its own', async () => {
  followTraces()

  await runJob('sweep', ({ trace }) => assert.equal(jobContext('part').trace, trace))

  assert.notEqual(jobContext('a').trace.traceId, jobContext('b').trace.traceId)
})
