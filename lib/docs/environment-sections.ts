import type { DeclaredVariable } from '../config/declared-variables.ts'
import { kitDescriptions } from '../config/kit-descriptions.ts'

/** A part of the reference: variables that are read together. */
interface Section {
  title: string
  /** Whom they are for, and when they have to be set; in paragraphs. */
  introduction: readonly string[]
  holds: (variable: DeclaredVariable) => boolean
  /** Whether the table says which services need a variable. */
  namesServices?: boolean
}

const neededBy =
  (name: string) =>
  ({ neededBy: names }: DeclaredVariable): boolean =>
    names.includes(name)

/** The parts that every project has. What none of them holds is a service's own. */
const sections: readonly Section[] = [
  {
    title: "The kit's",
    introduction: [
      'Every process and every function reads these; none has to be set. Times are at most 2147483647 ms, the longest ' +
        'that a timer of Node can wait.',
    ],
    holds: neededBy('kit'),
  },
  {
    title: "The store's",
    introduction: ['A process that runs a service with a [collection](../guides/store.md) reads these as well.'],
    holds: neededBy('store'),
  },
  {
    title: "Access's",
    introduction: ['A process that runs a service which takes [tokens](../guides/access.md) reads these as well.'],
    holds: neededBy('access'),
  },
  {
    title: 'Those of traces',
    introduction: [
      "Of [OpenTelemetry's standard variables](https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/) " +
        'every process reads these. [Traces](../guides/traces.md) are exported where one of the two endpoints is set; where ' +
        'they are off, the others are not looked at.',
    ],
    holds: neededBy('traces'),
  },
  {
    title: 'Those of packaging',
    introduction: [
      '`npm run package` and `npx serverless deploy` read these, and no function does: see [AWS](../guides/aws.md).',
    ],
    holds: neededBy('packaging'),
  },
  {
    title: "The dashboard's",
    introduction: ['`npm start` and `npm run dev` with `ENV=dev` read this as well, and nothing else does.'],
    holds: neededBy('dashboard'),
  },
  {
    title: 'Those of calls',
    introduction: [
      'A process that runs a service which [calls another one](../guides/calling-services.md) reads these as well: what ' +
        'the client is called where a call needs a token, and where the other service is.',
      'That is in a variable after its name, such as `CATALOG_URL` or `GIFT_CARDS_URL`: `http` or `https`, with a path ' +
        'prefix if there is one. At a desk it is `PUBLIC_URL`, or `http://localhost:<PORT>`.',
    ],
    holds: ({ variable, description }) =>
      /^(?:CLIENT_TIMEOUT_MS|AUTH_CLIENT_(?:ID|SECRET))$/.test(variable) ||
      (variable.endsWith('_URL') && /^where the [\w-]+ service is/.test(description ?? '')),
    namesServices: true,
  },
]

/** The variables of one part, in the order in which they are shown. */
export interface VariableGroup extends Pick<Section, 'title' | 'introduction' | 'namesServices'> {
  variables: readonly DeclaredVariable[]
}

/** The kit's are shown as they are declared, since what belongs together stands together; the others by their names. */
const order: readonly string[] = Object.keys(kitDescriptions)

/**
 * Divides variables into the parts of the reference: the kit's, the store's, …, and those of each service. Each
 * variable is in one of them.
 */
export function groupVariables(variables: readonly DeclaredVariable[]): VariableGroup[] {
  const groups = new Map<Section, DeclaredVariable[]>(sections.map((section) => [section, []]))
  const owned = new Map<string, DeclaredVariable[]>()
  for (const variable of variables) {
    const section = sections.find(({ holds }) => holds(variable))
    if (section) groups.get(section)?.push(variable)
    else {
      const [owner = ''] = variable.neededBy
      owned.set(owner, [...(owned.get(owner) ?? []), variable])
    }
  }
  const services = [...owned]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, all]) => ({
      title: `Those of ${service}`,
      introduction: [`A process that runs the service ${service} reads these as well.`],
      variables: all,
    }))
  const kits = [...groups].map(([section, all]) => ({
    ...section,
    variables: all.sort((a, b) => order.indexOf(a.variable) - order.indexOf(b.variable)),
  }))
  return [...kits, ...services].filter(({ variables: all }) => all.length > 0)
}
