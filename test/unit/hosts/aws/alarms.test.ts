import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FunctionSpec } from '../../../../lib/build/functions.ts'
import { describeAlarms } from '../../../../lib/hosts/aws/alarms.ts'

const functions = (count: number): FunctionSpec[] =>
  Array.from({ length: count }, (_, at) => ({
    name: `shop-list-${at}`,
    description: '',
    routes: [],
    entry: '',
    service: 'shop',
    ...(at === 0 ? { schedule: 'rate(1 minute)' } : {}),
  }))

interface Alarm {
  Properties: { AlarmActions?: string[]; OKActions?: string[]; Metrics?: object[]; TreatMissingData: string }
}

test('each function has an alarm on its failures, and the throttles of nine share one', () => {
  const alarms = describeAlarms(functions(10), undefined) as Record<string, Alarm>

  const ids = Object.keys(alarms)
  assert.equal(ids.filter((id) => id.endsWith('ErrorsAlarm')).length, 11)
  assert.deepEqual(
    ids.filter((id) => id.includes('Throttles')),
    ['ShopThrottlesAlarm1', 'ShopThrottlesAlarm2'],
  )
  assert.equal(alarms.ShopThrottlesAlarm1?.Properties.Metrics?.length, 10)
  assert.equal(alarms.ShopThrottlesAlarm2?.Properties.Metrics?.length, 2)
})

test('a recovery that does not run is alarming, and a function that nobody calls is not', () => {
  const alarms = describeAlarms(functions(2), undefined) as Record<string, Alarm>

  assert.equal(alarms.ShopList0SilenceAlarm?.Properties.TreatMissingData, 'breaching')
  assert.equal(alarms.ShopList1SilenceAlarm, undefined)
  assert.equal(alarms.ShopList1ErrorsAlarm?.Properties.TreatMissingData, 'notBreaching')
})

test('a topic is told by every alarm, and when it is over', () => {
  const topic = 'arn:aws:sns:eu-central-1:123456789012:on-call'

  for (const { Properties } of Object.values(describeAlarms(functions(1), topic) as Record<string, Alarm>))
    assert.deepEqual([Properties.AlarmActions, Properties.OKActions], [[topic], [topic]])
  for (const { Properties } of Object.values(describeAlarms(functions(1), undefined) as Record<string, Alarm>))
    assert.equal(Properties.AlarmActions, undefined)
})
