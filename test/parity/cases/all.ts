import { access } from './access.ts'
import { bodies } from './bodies.ts'
import type { Case } from './case.ts'
import { cors } from './cors.ts'
import { deprecation } from './deprecation.ts'
import { docs } from './docs.ts'
import { handlers } from './handlers.ts'
import { headers } from './headers.ts'
import { limits } from './limits.ts'
import { paths } from './paths.ts'
import { production } from './production.ts'
import { queries } from './query.ts'
import { responses } from './responses.ts'
import { routing } from './routing.ts'
import { schemas } from './schemas.ts'
import { services } from './services.ts'

/** The one list that every host is held to. */
export const cases: readonly Case[] = [
  ...routing,
  ...paths,
  ...handlers,
  ...queries,
  ...headers,
  ...bodies,
  ...limits,
  ...schemas,
  ...responses,
  ...cors,
  ...services,
  ...docs,
  ...deprecation,
  ...production,
  ...access,
]
