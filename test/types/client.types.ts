/** What must not compile of calls to other services. Nothing runs this file. */
import { type CallContext, client, jobContext } from 'twelvefold'
import { catalog } from '#clients/catalog'
import { orders } from '#clients/orders'

const shop = client(catalog)
const call: CallContext = jobContext('types')
const product = {
  sku: 'LMP-1',
  name: 'Lamp',
  category: 'lighting',
  price: { amount: 1, currency: 'EUR' as const },
  stock: 1,
}

// The request: a path, a body, a parameter that the contract does not have.
// @ts-expect-error there is no operation getProducts
shop.getProducts({}, call)
// @ts-expect-error the path is missing
shop.getProduct({}, call)
// @ts-expect-error the path has productId
shop.getProduct({ path: { id: 'a' } }, call)
// @ts-expect-error a product's id is a text
shop.getProduct({ path: { productId: 1 } }, call)
// @ts-expect-error getProduct has no body
shop.getProduct({ path: { productId: 'a' }, body: {} }, call)
// @ts-expect-error listCategories has no query
shop.listCategories({ query: { limit: 1 } }, call)
// @ts-expect-error there is no parameter colour
shop.listProducts({ query: { colour: 'red' } }, call)
// @ts-expect-error sort is one of a few words
shop.listProducts({ query: { sort: 'stock' } }, call)
// @ts-expect-error the body is missing
shop.createProduct({}, call)
// @ts-expect-error the body has no colour
shop.createProduct({ body: { ...product, colour: 'red' } }, call)
// @ts-expect-error the body needs a stock
shop.createProduct({ body: { ...product, stock: undefined } }, call)
// @ts-expect-error a call belongs to something
shop.getProduct({ path: { productId: 'a' } })
// @ts-expect-error there is no option tokens
client(catalog, { tokens: 'caller' })

// The answer: a status that was not looked at, or that the contract does not have.
shop.getProduct({ path: { productId: 'a' } }, call).then((answer) => {
  // @ts-expect-error it may be a problem
  answer.body.price.amount
  // @ts-expect-error the contract lists no 410
  if (answer.status === 410) return
  // @ts-expect-error a 503 is thrown, and never a value
  if (answer.status === 503) return
  if (answer.status !== 200) return answer.body.title
  // @ts-expect-error nmae
  answer.body.nmae
  return answer.body.price.amount
})
shop.createProduct({ body: product }, call).then((answer) => {
  // @ts-expect-error whether our token was accepted is not the caller's business
  if (answer.status === 401) return
  // @ts-expect-error there is a 409 to think of
  const id: string = answer.body.productId
  return id
})

// What compiles: parameters with a default are optional, and so is a part without needed parameters.
shop.listProducts({}, call)
shop.listProducts({ query: { limit: 5 } }, call)
shop.listCategories({}, call)
shop.createProduct({ body: product }, call)
client(catalog, { token: 'caller' })
// A key that the contract requires is made where none is given.
client(orders).createOrder({ body: { items: [{ productId: 'a', quantity: 1 }] } }, call)
