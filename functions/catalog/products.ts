import { collection, Problem, problem, type, type Versioned, versionOf } from 'twelvefold'
import type { CreateProductTypes } from '#contracts/catalog'
import type { Marks } from './stock.ts'

export interface Price {
  /** In the smallest unit of the currency. */
  amount: number
  currency: CreateProductTypes['body']['price']['currency']
}

/** What whoever looks after a product says of it. */
export interface ProductInput {
  sku: string
  name: string
  description?: string | undefined
  category: string
  price: Price
  stock: number
  imageUrl?: string | undefined
}

export interface Product extends ProductInput {
  productId: string
  description: string
  createdAt: string
  updatedAt: string
}

/** A product as it is kept: with what it is found by, and what its reservations have done to it. */
export interface ProductDocument extends Product {
  /** The name in lower case. */
  search: string
  amount: number
  marks: Marks
}

/** Each list that the contract offers is one part of one of these indexes. */
export const products = collection('products', {
  document: type<ProductDocument>(),
  key: 'productId',
  indexes: {
    byName: ['search'],
    byPrice: ['amount'],
    byCreation: ['createdAt'],
    byCategory: ['category'],
    byCategoryAndName: ['category', 'search'],
    byCategoryAndPrice: ['category', 'amount'],
    byCategoryAndCreation: ['category', 'createdAt'],
  },
})

/** The id is made from the SKU, so that one conditional insert keeps an SKU unique. */
export const productIdOf = (sku: string): string => sku.toLowerCase()

/** What names are compared by. */
export const searchTextOf = (name: string): string => name.normalize('NFC').toLowerCase()

/** A document for what was said, new or in place of another one: which keeps its creation and its reservations. */
export function toDocument(input: ProductInput, before?: ProductDocument): ProductDocument {
  const now = new Date().toISOString()
  return {
    ...input,
    description: input.description ?? '',
    productId: productIdOf(input.sku),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    search: searchTextOf(input.name),
    amount: input.price.amount,
    marks: before?.marks ?? {},
  }
}

/** The product without what is only for the store. */
export function toProduct(document: ProductDocument): Product {
  const { productId, description, createdAt, updatedAt } = document
  return { ...toInput(document), description, productId, createdAt, updatedAt }
}

/** What can be said of a product: what a patch applies to. */
export function toInput(document: ProductDocument): ProductInput {
  const { sku, name, description, category, price, stock, imageUrl } = document
  return { sku, name, description, category, price, stock, ...(imageUrl === undefined ? {} : { imageUrl }) }
}

/** The entity tag of a product. Its creation is in it, as versions begin anew once it was removed and added again. */
export const etagOf = (document: Versioned<ProductDocument>): string =>
  `"${versionOf(document)}-${Date.parse(document.createdAt).toString(36)}"`

/** @throws `not-found` */
export async function readProduct(productId: string): Promise<Versioned<ProductDocument>> {
  const product = await products.get(productId)
  if (product === undefined) throw problem('not-found', `There is no product ${productId}.`)
  return product
}

/** @throws `conflict` where the SKU is taken */
export async function addProduct(input: ProductInput): Promise<Versioned<ProductDocument>> {
  try {
    return await products.insert(toDocument(input))
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'conflict') throw error
    throw problem('conflict', `There is a product with the SKU ${input.sku} already.`, { cause: error })
  }
}

/** @throws `validation-failed` for another SKU, `precondition-failed` where somebody else was faster */
export function changeProduct(
  before: Versioned<ProductDocument>,
  input: ProductInput,
): Promise<Versioned<ProductDocument>> {
  if (input.sku !== before.sku) {
    const errors = [{ in: 'body', pointer: '/sku', detail: `must stay ${before.sku}` }]
    throw problem('validation-failed', 'The SKU names the product for good.', { extensions: { errors } })
  }
  return products.replace(toDocument(input, before), { ifVersion: versionOf(before) })
}
