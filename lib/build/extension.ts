import { extname } from 'node:path'

/**
 * What the files of the kit end with: `.ts` in its repository, `.js` where it was packed. For the few places that name a
 * file other than by an import, which the compiler rewrites.
 */
export const extension: string = extname(import.meta.filename)
