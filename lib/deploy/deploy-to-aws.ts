import type { Run, Step } from './step.ts'

export interface AwsWish {
  environment: string
  version: string
  /** Makes `.serverless/`; undefined where it is taken as it is. */
  build: Step | undefined
  /** Where serverless starts. */
  serverless: string
}

/** Packages the functions and lets CloudFormation bring the stack there. Credentials are those of every AWS tool. */
export async function deployToAws({ environment, version, build, serverless }: AwsWish, run: Run): Promise<void> {
  const env = { ENV: environment, VERSION: version }
  if (build !== undefined) await run({ ...build, env })
  const args = ['deploy', '--package', '.serverless']
  await run({
    program: process.execPath,
    args: [serverless, ...args],
    typed: ['serverless', ...args],
    env: { ...env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
  })
}
