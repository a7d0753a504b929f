import { Problem } from 'twelvefold'
import { colors, toDocument } from './colors.ts'

const palettes: Record<string, Record<string, string>> = {
  warm: {
    Amber: '#ffbf00',
    Apricot: '#f9b384',
    'Burnt orange': '#cc5500',
    Coral: '#ff7f50',
    Ember: '#d8462b',
    Marigold: '#eaa221',
    Paprika: '#b83a1b',
    Saffron: '#f4c430',
    Terracotta: '#e2725b',
    Tomato: '#e5432f',
  },
  cool: {
    Azure: '#3a8ee6',
    Cobalt: '#1f4fa8',
    Denim: '#3c5f8a',
    Fjord: '#2b5d74',
    Glacier: '#a9d3e5',
    Indigo: '#3f2f8f',
    Lagoon: '#1c9aa8',
    Mint: '#9ee3c4',
    Peacock: '#0f7b8a',
    'Winter sky': '#bcd4ec',
  },
  earth: {
    Bark: '#4b3a2f',
    Chestnut: '#7b3f24',
    Clay: '#b1704f',
    Loam: '#5d4a36',
    Moss: '#6c7a3d',
    Ochre: '#c58a27',
    Olive: '#77773a',
    Sandstone: '#d2b48a',
    Umber: '#635147',
    Wheat: '#e6cf9c',
  },
  pastel: {
    Blossom: '#f7cfd8',
    Butter: '#fbf0b9',
    Lilac: '#d9c6ec',
    'Light peach': '#fddcc4',
    Pistachio: '#cfe6b8',
    'Powder blue': '#c5dcf0',
    'Rose milk': '#f6d9de',
    Seafoam: '#c3ead9',
    Vanilla: '#f6ecd0',
    Wisteria: '#cfc3e8',
  },
  neutral: {
    Ash: '#b5b5ae',
    Bone: '#e8e2d3',
    Charcoal: '#36393d',
    Fog: '#d4d8da',
    Graphite: '#4f5357',
    Ivory: '#fbf8ec',
    Linen: '#f1e9dc',
    Pebble: '#95938c',
    Slate: '#6a7580',
    'Soft black': '#1d1e20',
  },
  vivid: {
    'Electric blue': '#1464f4',
    Emerald: '#12a65c',
    Fuchsia: '#e0218a',
    Lemon: '#fde910',
    Lime: '#a4de02',
    Magenta: '#d6006e',
    Scarlet: '#e21b1b',
    Tangerine: '#ff8a00',
    Turquoise: '#17c3c3',
    Violet: '#7a1fd1',
  },
}

/** Adds the demo colors that are not there yet, and says how many those were. */
export async function seed(): Promise<number> {
  const documents = Object.entries(palettes).flatMap(([palette, names]) =>
    Object.entries(names).map(([name, hex]) => toDocument({ name, hex, palette })),
  )
  const added = await Promise.all(documents.map((document) => colors.insert(document).then(isAdded, isThere)))
  return added.filter(Boolean).length
}

const isAdded = (): boolean => true

function isThere(error: unknown): boolean {
  if (error instanceof Problem && error.code === 'conflict') return false
  throw error
}
