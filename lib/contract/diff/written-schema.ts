import type { HeaderObject, ParameterObject, Schema } from '../document.ts'

type Written = Pick<ParameterObject | HeaderObject, 'schema' | 'content'>

/** The schema of a parameter or a header: its own, or that of the one media type that it is written in. */
export const writtenSchema = ({ schema, content = {} }: Written): Schema =>
  schema ?? Object.values(content)[0]?.schema ?? true

/** How a parameter or a header is written, where that is a media type. */
export const mediaTypeOf = ({ content }: Written): string | undefined =>
  content === undefined ? undefined : `content ${Object.keys(content).join(', ')}`
