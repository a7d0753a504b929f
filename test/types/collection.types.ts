/** What must not compile of collections: an index or a property that does not exist. Nothing runs this file. */
import { collection, type, versionOf } from 'twelvefold'

interface Product {
  productId: string
  category: string
  name: string
  price: number
  tags: string[]
  endsAt?: number
}

const products = collection('products', {
  document: type<Product>(),
  key: 'productId',
  indexes: { byCategory: ['category', 'name'], byName: ['name'] },
  ttl: 'endsAt',
})

// @ts-expect-error there is no property id
collection('a', { document: type<Product>(), key: 'id' })
// @ts-expect-error a key is a text
collection('b', { document: type<Product>(), key: 'price' })
// @ts-expect-error there is no property colour
collection('c', { document: type<Product>(), key: 'productId', indexes: { byColour: ['colour'] } })
// @ts-expect-error a list has no order
collection('d', { document: type<Product>(), key: 'productId', indexes: { byTags: ['tags'] } })
// @ts-expect-error a time is a number
collection('e', { document: type<Product>(), key: 'productId', ttl: 'name' })
// @ts-expect-error there is no index byPrice
products.query('byPrice')
// @ts-expect-error price is not in byCategory
products.query('byCategory', { equals: { price: 1 } })
// @ts-expect-error a category is a text
products.query('byCategory', { equals: { category: 1 } })
// @ts-expect-error tags are missing
products.insert({ productId: 'a', category: 'b', name: 'c', price: 1 })
// @ts-expect-error nmae
products.get('a').then((product) => product?.nmae)
// @ts-expect-error a document that was not read has no version
versionOf({ productId: 'a' })

products.query('byCategory', { equals: { category: 'lamps' }, prefix: 'a', limit: 5 })
products.update('a', (product) => ({ ...product, price: product.price + 1 }))
products.get('a').then((product) => product && products.replace(product, { ifVersion: versionOf(product) }))
