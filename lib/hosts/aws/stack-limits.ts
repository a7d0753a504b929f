/** What CloudFormation takes in one stack. */
const mostResources = 500
const mostBytes = 1_000_000

/** What is looked at of a template. */
export interface SizedTemplate {
  Resources: Record<string, { Type: string }>
}

/**
 * Says why a template is too large for CloudFormation, which refuses it when it is deployed, and what makes it smaller.
 *
 * Source: "AWS CloudFormation quotas".
 *
 * @returns undefined where it is not
 * @example
 * findExcess(JSON.parse(readFileSync('.serverless/cloudformation-template-update-stack.json', 'utf8')))
 */
export function findExcess(template: SizedTemplate): string | undefined {
  const resources = Object.values(template.Resources)
  const bytes = Buffer.byteLength(JSON.stringify(template))
  const alarms = resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm').length
  const advice =
    'Deploy services in stacks of their own, with SERVICES=<service>' +
    (alarms > 0 ? `; LAMBDA_ALARMS=off makes ${alarms} resources fewer.` : '.')
  if (resources.length > mostResources)
    return `The stack has ${resources.length} resources, and CloudFormation takes ${mostResources}. ${advice}`
  if (bytes > mostBytes) return `The template has ${bytes} bytes, and CloudFormation takes ${mostBytes}. ${advice}`
  return undefined
}
