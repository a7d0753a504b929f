import { randomUUID } from 'node:crypto'
import { defaultResource, type Resource, resourceFromAttributes } from '@opentelemetry/resources'
import { kitSettings } from '../../config/kit.ts'
import { logVersion } from '../log-version.ts'
import { readPairs } from './pairs.ts'
import type { TraceSettings } from './trace-settings.ts'

/** What every span says of the process that has made it: its name, its version, where it runs. */
export function describeProcess(name: string, settings: TraceSettings): Resource {
  const { OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES } = settings
  const version = logVersion()
  return defaultResource().merge(
    resourceFromAttributes({
      'service.name': name,
      ...(version === undefined ? {} : { 'service.version': version }),
      'service.instance.id': randomUUID(),
      'deployment.environment.name': kitSettings().ENV,
      ...describeFunction(process.env),
      ...readPairs(OTEL_RESOURCE_ATTRIBUTES ?? ''),
      ...(OTEL_SERVICE_NAME === undefined ? {} : { 'service.name': OTEL_SERVICE_NAME }),
    }),
  )
}

/** What Lambda tells of a function (semantic conventions for FaaS resources). */
function describeFunction(env: NodeJS.ProcessEnv): Record<string, string> {
  const { AWS_LAMBDA_FUNCTION_NAME: name, AWS_LAMBDA_FUNCTION_VERSION: version, AWS_REGION: region } = env
  if (name === undefined) return {}
  return {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'faas.name': name,
    ...(version === undefined ? {} : { 'faas.version': version }),
    ...(region === undefined ? {} : { 'cloud.region': region }),
  }
}
