import type { Limits } from './limits.ts'
import type { Look, Release, Reply, ServiceLook } from './look.ts'
import type { Measured } from './measure.ts'

/** Something that is not as it should be. Names are those of the alerts in prometheus-rules.yml, where there is one. */
export interface Trouble {
  name:
    | 'Down'
    | 'NotReady'
    | 'Unhealthy'
    | 'Failing'
    | 'Release'
    | 'ReleaseUntold'
    | 'Errors'
    | 'Slow'
    | 'StoreFailing'
    | 'BreakerOpen'
    | 'EventLoopLag'
    | 'WorkerSilent'
  /** Which service, store or other thing. */
  subject: string
  message: string
}

/**
 * What is wrong with a look.
 *
 * @param isExpected whether a release is the one that should be out; undefined where any may be
 */
export function findTroubles(look: Look, limits: Limits, isExpected?: (release: Release) => boolean): Trouble[] {
  if (!look.reached)
    return [{ name: 'Down', subject: '', message: `nothing answers: ${'error' in look.ready ? look.ready.error : ''}` }]
  return [
    ...findUnready(look.ready),
    ...look.services.flatMap(findIll),
    ...(isExpected === undefined ? [] : findOthers(look.services, isExpected)),
    ...('missing' in look.metrics ? [] : findMeasured(look.metrics, limits)),
  ]
}

/** What is out that should not be: one trouble for each release, however many services are of it. */
function findOthers(services: readonly ServiceLook[], isExpected: (release: Release) => boolean): Trouble[] {
  const others = new Map<string, string[]>()
  for (const { service, release } of services) {
    if (release === undefined || isExpected(release)) continue
    const name = `${release.version} (${release.commit.slice(0, 8)})`
    others.set(name, [...(others.get(name) ?? []), service])
  }
  const untold = services.filter(({ release }) => release === undefined).map(({ service }) => service)
  const unknown: Trouble[] =
    untold.length === 0
      ? []
      : [{ name: 'ReleaseUntold', subject: '', message: `no release is told by ${untold.join(', ')}` }]
  const old = [...others].map(([subject, names]) => ({
    name: 'Release' as const,
    subject,
    message: `${subject} is still out: ${names.length === services.length ? 'all services' : names.join(', ')}`,
  }))
  return [...old, ...unknown]
}

/** A deployment of functions has no probe: 404. */
function findUnready(ready: Reply): Trouble[] {
  if ('status' in ready && (ready.status === 200 || ready.status === 404)) return []
  return [{ name: 'NotReady', subject: '', message: `/health/ready ${describe(ready)}` }]
}

function findIll({ service, health, example }: ServiceLook): Trouble[] {
  const troubles: Trouble[] = []
  if (!('status' in health) || health.status !== 200)
    troubles.push({ name: 'Unhealthy', subject: service, message: `/${service}/-/health ${describe(health)}` })
  if (example !== undefined && (!('status' in example) || example.status >= 500))
    troubles.push({
      name: 'Failing',
      subject: service,
      message: `an example of ${service}'s contract ${describe(example)}`,
    })
  return troubles
}

const describe = (reply: Reply): string =>
  'status' in reply ? `answers ${reply.status}` : `gets no answer: ${reply.error}`

function findMeasured(measured: Measured, limits: Limits): Trouble[] {
  const busy = measured.services.filter(({ rate }) => rate > limits.traffic)
  const errors = busy
    .filter((one) => one.errors > limits.errors)
    .map(({ service, errors: share }) => ({
      name: 'Errors' as const,
      subject: service,
      message: `${service} answers ${percent(share)} of its requests with a 5xx`,
    }))
  const slow = busy
    .filter(({ p99Seconds = 0 }) => p99Seconds > limits.p99Seconds)
    .map(({ service, p99Seconds = 0 }) => ({
      name: 'Slow' as const,
      subject: service,
      message: `one in a hundred answers of ${service} takes more than ${Math.round(p99Seconds * 1_000)} ms`,
    }))
  const { lagSeconds = 0, silentWorkers } = measured
  return [
    ...errors,
    ...slow,
    ...measured.failingStores.map((subject) => ({
      name: 'StoreFailing' as const,
      subject,
      message: `the store of ${subject} cannot be reached or written`,
    })),
    ...measured.openBreakers.map((subject) => ({
      name: 'BreakerOpen' as const,
      subject,
      message: `${subject} is not called any more, since it failed`,
    })),
    ...(lagSeconds > limits.lagSeconds
      ? [
          {
            name: 'EventLoopLag' as const,
            subject: '',
            message: `the event loop is ${Math.round(lagSeconds * 1_000)} ms late`,
          },
        ]
      : []),
    ...(silentWorkers > 0
      ? [{ name: 'WorkerSilent' as const, subject: '', message: `${silentWorkers} workers do not tell their metrics` }]
      : []),
  ]
}

/** `12.5 %` */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
