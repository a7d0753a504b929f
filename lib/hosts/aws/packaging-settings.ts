import { isAtDesk } from '../../config/at-desk.ts'
import { config } from '../../config/config.ts'
import type { Environment } from '../../config/source.ts'
import { type Settings, variable } from '../../config/variable.ts'
import { flag, list } from '../../config/variable-types.ts'

/** The periods that CloudWatch Logs knows, in days. */
const periods = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

const days = variable(`one of ${periods.join(', ')}`, (text) =>
  periods.find((period) => String(period) === text.trim()),
)

const topic = variable('the ARN of an SNS topic', (text) =>
  /^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/.test(text) ? text : undefined,
)

/** A colon ends the name in a dynamic reference; an ARN has seven parts, which CloudFormation knows. */
const secretId = variable('the name or the ARN of a secret of Secrets Manager', (text) =>
  /^(?:arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:)?[\w/+=.@-]+$/.test(text) ? text : undefined,
)

const packagingVariables = (env: Environment) => ({
  LAMBDA_SECRET_NAME: secretId({
    optional: true,
    description:
      'the secret of AWS Secrets Manager with the secrets of this environment, a JSON object; <project>/<ENV> if not set',
    example: 'shop/production',
  }),
  LAMBDA_SECRET_KEYS: list({ default: [], description: 'the variables that it holds, as a comma list' }),
  LAMBDA_LOG_DAYS: days({ default: 30, description: 'how long CloudWatch keeps the log of a function, in days' }),
  LAMBDA_ALARMS: flag({
    default: !isAtDesk(env),
    description: 'whether the stack has alarms',
  }),
  LAMBDA_ALARM_TOPIC: topic({
    optional: true,
    description: 'whom alarms tell; nobody, if not set',
    example: 'arn:aws:sns:eu-central-1:123456789012:on-call',
  }),
  LAMBDA_TRACING: flag({ default: false, description: 'whether AWS X-Ray traces the functions' }),
})

/** How a deployment is packaged. */
export type PackagingSettings = Settings<ReturnType<typeof packagingVariables>>

/**
 * Reads what `twelvefold package` and `serverless deploy` need of the environment. No function reads it.
 *
 * @throws ConfigError with every fault
 */
export function readPackagingSettings(env: Environment = process.env): PackagingSettings {
  return config('packaging', packagingVariables(env), env)
}
