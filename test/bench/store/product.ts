import type { Description } from '../../../lib/store/document.ts'

/** A document as a shop keeps them: some 400 bytes of JSON. */
export interface Product {
  productId: string
  sku: string
  name: string
  description: string
  category: string
  price: { amount: number; currency: string }
  stock: number
  imageUrl: string
  createdAt: string
  updatedAt: string
}

/** All products by name, and those of one category. */
export const description = {
  key: 'productId',
  indexes: { byName: ['name'], byCategory: ['category', 'name'] },
} satisfies Description

const materials = ['Oak', 'Walnut', 'Linen', 'Steel', 'Clay', 'Glass', 'Wool']
const things = [
  'reading lamp',
  'shelf',
  'cushion',
  'kettle',
  'bowl',
  'carafe',
  'blanket',
  'stool',
  'mirror',
  'tray',
  'clock',
]

/** Keys and names are in another order than the numbers, as those of a shop are. */
export function makeProduct(number: number): Product {
  const scattered = (Math.imul(number, 2_654_435_761) >>> 0).toString(36).padStart(7, '0')
  const productId = `p-${scattered}`
  const name = `${materials[number % materials.length]} ${things[number % things.length]} ${scattered}`
  return {
    productId,
    sku: productId.toUpperCase(),
    name,
    description: `${name}: made to last, easy to look after, and packed without plastic. Two years of guarantee.`,
    category: `category-${number % 12}`,
    price: { amount: 990 + ((number * 37) % 20_000), currency: 'EUR' },
    stock: number % 250,
    imageUrl: `https://images.example.com/${productId}.webp`,
    createdAt: '2026-03-02T09:00:00.000Z',
    updatedAt: '2026-03-02T09:00:00.000Z',
  }
}
