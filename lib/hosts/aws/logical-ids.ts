/** What `serverless` calls a function in the template: `catalog-get-product` is `CatalogDashgetDashproduct…`. */
const normalized = (name: string): string =>
  `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replaceAll('-', 'Dash').replaceAll('_', 'Underscore')

export const functionId = (name: string): string => `${normalized(name)}LambdaFunction`

export const logGroupId = (name: string): string => `${normalized(name)}LogGroup`

/** A name as a part of one: `gift-cards` is `GiftCards`. */
export const toIdPart = (name: string): string =>
  name
    .split(/[^a-z\d]+/i)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
