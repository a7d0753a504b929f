import { client } from 'twelvefold'
import { catalog as contract } from '#clients/catalog'

/** The catalog service, at `CATALOG_URL`. */
export const catalog = client(contract)
