import { config } from '../config/config.ts'
import type { Environment } from '../config/source.ts'
import { type Settings, variable } from '../config/variable.ts'
import { list } from '../config/variable-types.ts'

const hostName = /^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[\da-f:]+\])$/

const reach = variable<boolean | readonly string[]>(
  'on, off, or a comma list of host names without ports, such as desk.local',
  (text) => {
    if (/^(?:on|true|1)$/i.test(text)) return true
    if (/^(?:off|false|0)$/i.test(text)) return false
    const names = list().parse(text.toLowerCase())
    return names?.every((name) => hostName.test(name)) ? names : undefined
  },
)

const dashboardVariables = {
  DASHBOARD: reach({
    default: true,
    description: 'the dashboard at /-/dev: on, off, or by which host names other machines may open it',
  }),
}

/**
 * Reads what the dashboard needs of the environment, and declares it for `twelvefold env`.
 *
 * @throws ConfigError where it is none of what it may be
 */
export function readDashboardSettings(env: Environment = process.env): Settings<typeof dashboardVariables> {
  return config('dashboard', dashboardVariables, env)
}

/** Whether a host that is started with this environment has a dashboard: at a desk, unless it is off. */
export const hasDashboard = (env: Environment): boolean =>
  /^(?:dev)?$/.test(env.ENV ?? '') && readDashboardSettings(env).DASHBOARD !== false
