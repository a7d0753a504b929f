import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type LambdaEvent, toLambda } from '../../../lib/hosts/lambda.ts'

test('an event that is no request is refused in words, whatever it is', async () => {
  const handler = toLambda(() => assert.fail('it is called'))
  const events: unknown[] = [{}, { Records: [{ eventSource: 'aws:s3' }] }, { rawPath: '/x' }, null, 'text']

  for (const event of events)
    await assert.rejects(handler(event as LambdaEvent, {} as never), /^TypeError: The event is no request: /)
})
