import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findExcess } from '../../../../lib/hosts/aws/stack-limits.ts'

const template = (count: number, Type: string, more: object = {}) => ({
  Resources: Object.fromEntries(Array.from({ length: count }, (_, at) => [`Resource${at}`, { Type, ...more }])),
})

test('a stack of 500 resources is taken, and one more is refused with what makes it smaller', () => {
  assert.equal(findExcess(template(500, 'AWS::CloudWatch::Alarm')), undefined)
  assert.equal(
    findExcess(template(501, 'AWS::CloudWatch::Alarm')),
    'The stack has 501 resources, and CloudFormation takes 500. Deploy services in stacks of their own, ' +
      'with SERVICES=<service>; LAMBDA_ALARMS=off makes 501 resources fewer.',
  )
  assert.match(findExcess(template(501, 'AWS::IAM::Role')) ?? '', /with SERVICES=<service>\.$/)
})

test('a template of more than a megabyte is refused', () => {
  const large = template(1, 'AWS::IAM::Role', { Description: 'a'.repeat(1_000_000) })

  assert.match(findExcess(large) ?? '', /^The template has 1000\d{3} bytes, and CloudFormation takes 1000000\./)
})
