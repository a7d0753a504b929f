import { isAtDesk } from '../../config/at-desk.ts'
import type { Environment } from '../../config/source.ts'
import { variable } from '../../config/variable.ts'
import { choice, flag, integer, number, text, url } from '../../config/variable-types.ts'
import { readPairs } from './pairs.ts'

const pairs = variable('pairs such as name=value, separated by commas', (input) =>
  readPairs(input) === undefined ? undefined : input,
)

/** gRPC would be a second HTTP stack, for what each collector takes over HTTP as well. */
const protocol = variable<'http/protobuf' | 'http/json'>(
  "http/protobuf or http/json, a collector's port 4318 (grpc is not supported)",
  (input) => (['http/protobuf', 'http/json'] as const).find((value) => value === input.trim()),
)

/** The kit's own way: docs/guides/traces.md. */
const propagators = variable(
  'tracecontext, b3, or both: the kit always reads and writes both (baggage may be named, and is not passed on)',
  (input) => {
    const names = input.split(',').map((name) => name.trim())
    return names.every((name) => /^(?:tracecontext|b3|baggage)$/.test(name)) && names.some((name) => name !== 'baggage')
      ? names
      : undefined
  },
)

export const samplerNames = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const

const endpoint = (description: string) => url({ schemes: ['http', 'https'], optional: true, description })
const compression = (description: string) => choice(['none', 'gzip'], { optional: true, description })
const count = (value: number, description: string) => integer({ min: 1, max: 2 ** 31 - 1, default: value, description })
const timeout = (description: string) => integer({ min: 1, max: 2 ** 31 - 1, optional: true, description })

/**
 * Those of OpenTelemetry's standard variables that the kit acts upon. What is not given has no default here where the
 * exporter has one.
 *
 * @param env decides how soon spans are exported: at a desk somebody waits for them
 */
export const traceVariables = (env: Environment) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(
    'the collector that traces are sent to, at its path v1/traces; no traces without it',
  ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint(
    'the whole address that traces are sent to, in place of OTEL_EXPORTER_OTLP_ENDPOINT',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: pairs({
    optional: true,
    secret: true,
    description: 'headers for the collector, name=value,…',
  }),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: pairs({
    optional: true,
    secret: true,
    description: 'headers beside OTEL_EXPORTER_OTLP_HEADERS',
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol({ default: 'http/protobuf', description: 'how spans are written' }),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol({
    optional: true,
    description: 'in place of OTEL_EXPORTER_OTLP_PROTOCOL',
  }),
  OTEL_EXPORTER_OTLP_TIMEOUT: timeout('how long an export may take, in ms; 10000 if not set'),
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: timeout('in place of OTEL_EXPORTER_OTLP_TIMEOUT'),
  OTEL_EXPORTER_OTLP_COMPRESSION: compression('whether spans are sent compressed; none if not set'),
  OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: compression('in place of OTEL_EXPORTER_OTLP_COMPRESSION'),
  OTEL_SERVICE_NAME: text({
    optional: true,
    description: 'what the process is called in traces; its service, or the project where it runs several',
  }),
  OTEL_RESOURCE_ATTRIBUTES: pairs({ optional: true, description: 'what else is told of the process, name=value,…' }),
  OTEL_TRACES_SAMPLER: choice(samplerNames, {
    default: 'parentbased_always_on',
    description: 'which traces are recorded',
  }),
  OTEL_TRACES_SAMPLER_ARG: number({
    min: 0,
    max: 1,
    optional: true,
    description: 'the share that …traceidratio records',
  }),
  OTEL_TRACES_EXPORTER: choice(['otlp', 'none'], {
    default: 'otlp',
    description: 'where spans go; nowhere, if it is none',
  }),
  OTEL_PROPAGATORS: propagators({ optional: true, description: 'headers that traces are passed on in' }),
  OTEL_SDK_DISABLED: flag({ default: false, description: 'switches traces off' }),
  OTEL_BSP_SCHEDULE_DELAY: count(isAtDesk(env) ? 500 : 5_000, 'the longest until a span is exported, in ms'),
  OTEL_BSP_EXPORT_TIMEOUT: count(30_000, 'how long a batch of spans may take with all its tries, in ms'),
  OTEL_BSP_MAX_QUEUE_SIZE: count(2_048, 'how many spans wait to be exported; more are dropped'),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: count(512, 'how many spans are exported at once'),
})
