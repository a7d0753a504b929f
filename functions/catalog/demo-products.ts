/** What a product of the demo is made in: the beginning of its name, a sentence about it, and what it costs more or less. */
export type Variant = readonly [name: string, sentence: string, factor: number]

/** A kind of product: its name, a sentence about it, and its price in whole euros. */
export type Kind = readonly [name: string, sentence: string, euros: number]

/** One category of the demo: each of its kinds is there in each of its variants. */
export interface Range {
  category: string
  /** Begins the SKUs. */
  code: string
  variants: readonly Variant[]
  kinds: readonly Kind[]
}

export const ranges: readonly Range[] = [
  {
    category: 'lighting',
    code: 'LMP',
    variants: [
      ['Oak', 'Solid oak, oiled by hand.', 1],
      ['Brass', 'Brushed brass that darkens as the years go by.', 1.3],
      ['Smoked glass', 'Mouth-blown glass in a warm grey.', 1.15],
    ],
    kinds: [
      ['reading lamp', 'The head turns all the way round, so the light falls on the page and not in your eyes.', 65],
      ['pendant light', 'Hangs low over a dining table on two metres of textile cable.', 119],
      ['floor lamp', 'Stands behind an armchair and lights a whole corner; dimmed by foot.', 189],
      ['wall light', 'Throws its light up and down the wall. Wired or with a plug.', 79],
      ['bedside lamp', 'Small, with a switch that is found in the dark.', 45],
      ['picture light', 'Slim, for a frame of up to 80 cm, with a high colour rendering.', 98],
    ],
  },
  {
    category: 'kitchen',
    code: 'KIT',
    variants: [
      ['Cast-iron', 'Seasoned with linseed oil and ready for any hob.', 1.2],
      ['Carbon-steel', 'Light in the hand, quick to heat.', 1],
      ['Copper', 'Two millimetres of copper, lined with steel.', 2.4],
    ],
    kinds: [
      ['frying pan 24 cm', 'For two eggs, or four if they are friends.', 39],
      ['frying pan 28 cm', 'The one that is never back in the cupboard.', 49],
      ['saucepan 1.5 l', 'With a lip on both sides, for whichever hand pours.', 42],
      ['casserole 4 l', 'From the hob to the oven and on to the table.', 89],
      ['griddle', 'Ridged on one side and smooth on the other.', 55],
      ['roasting tin', 'Holds a chicken and the potatoes round it.', 59],
    ],
  },
  {
    category: 'tableware',
    code: 'TBL',
    variants: [
      ['Stoneware', 'Fired at 1,250 degrees, so that it may go into the dishwasher.', 1],
      ['Porcelain', 'Thin enough to let the light through.', 1.4],
      ['Speckled clay', 'No two pieces have the same speckles.', 1.1],
    ],
    kinds: [
      ['dinner plate', 'Twenty-seven centimetres, with a low rim.', 16],
      ['breakfast bowl', 'Deep, with a foot that stays cool.', 13],
      ['espresso cup', 'Thick at the bottom to keep a short coffee warm.', 11],
      ['mug', 'Three decilitres, with a handle for four fingers.', 14],
      ['serving dish', 'Oval, for a salad or a whole fish.', 36],
      ['teapot', 'One litre; pours without a drip.', 54],
    ],
  },
  {
    category: 'textiles',
    code: 'TEX',
    variants: [
      ['Linen', 'Washed soft; creases are part of it.', 1.2],
      ['Organic cotton', 'A close weave that gets better with each wash.', 1],
      ['Lambswool', 'Spun and woven in one valley.', 1.7],
    ],
    kinds: [
      ['throw', 'Big enough for two on one sofa.', 69],
      ['cushion cover', 'Fifty by fifty, with a hidden zip.', 24],
      ['curtain', 'Lets the morning in, slowly. Sold as one length.', 79],
      ['bed runner', 'Keeps feet warm and a bedroom finished.', 58],
      ['seat pad', 'With ties, for a chair that is a little too hard.', 22],
      ['table runner', 'Forty by a hundred and fifty, with a plain hem.', 28],
    ],
  },
  {
    category: 'garden',
    code: 'GRD',
    variants: [
      ['Ash-handled', 'The handle can be replaced, and rarely has to be.', 1],
      ['Stainless', 'Does not mind being forgotten in the rain.', 1.25],
      ['Forged', 'Made hot from one piece, without a weld.', 1.6],
    ],
    kinds: [
      ['hand trowel', 'Narrow, for bulbs and for tight corners.', 19],
      ['border spade', 'Half a size smaller than a digging spade, and twice as handy.', 48],
      ['hand fork', 'Three tines that loosen without cutting roots.', 19],
      ['hoe', 'Pull it, push it: it cuts both ways.', 39],
      ['pruning saw', 'Folds, and cuts on the pull.', 34],
      ['dibber', 'With marks for the depth, for leeks in straight rows.', 17],
    ],
  },
  {
    category: 'stationery',
    code: 'STA',
    variants: [
      ['Dotted', 'A dot every five millimetres, in a pale grey.', 1],
      ['Ruled', 'Lines seven millimetres apart.', 1],
      ['Plain', 'No lines at all, for those who draw.', 0.95],
    ],
    kinds: [
      ['pocket notebook', 'Sixty-four pages, sewn so that it lies flat.', 7],
      ['notebook A5', 'A hundred and sixty numbered pages and two ribbons.', 16],
      ['notebook A4', 'For the desk: thick paper that takes a fountain pen.', 22],
      ['desk pad', 'Fifty sheets to tear off, one for each week and two to spoil.', 18],
      ['index cards', 'A hundred cards in a box of grey board.', 9],
      ['letter pad', 'Forty sheets with twenty envelopes to go with them.', 14],
    ],
  },
  {
    category: 'bags',
    code: 'BAG',
    variants: [
      ['Waxed canvas', 'Sheds rain, and is waxed anew every other year.', 1],
      ['Felt', 'Four millimetres of wool felt that keeps its shape.', 0.85],
      ['Leather', 'Vegetable-tanned; light at first, dark before long.', 2.1],
    ],
    kinds: [
      ['backpack', 'Eighteen litres, with a sleeve for a laptop.', 109],
      ['tote', 'For the market, and for what is brought back from it.', 49],
      ['messenger bag', 'Crosses the shoulder and opens with one hand.', 95],
      ['weekender', 'Three days, two pairs of shoes.', 139],
      ['pencil roll', 'Room for twenty, each in its own pocket.', 26],
      ['laptop sleeve', 'Padded, with the zip away from the edges.', 38],
    ],
  },
  {
    category: 'furniture',
    code: 'FRN',
    variants: [
      ['Beech', 'European beech, soaped.', 1],
      ['Walnut', 'Dark, with a calm grain.', 1.6],
      ['Black-stained ash', 'The grain shows through the stain.', 1.2],
    ],
    kinds: [
      ['stool', 'Three legs, so that it never wobbles.', 89],
      ['bench', 'Seats two by the door while boots are put on.', 219],
      ['side table', 'Holds a cup, a book and a lamp.', 149],
      ['bookcase', 'Five shelves that can be moved, for books of all sizes.', 399],
      ['desk', 'A hundred and forty wide, with one deep drawer.', 449],
      ['coat rack', 'Eight pegs on a rail.', 75],
    ],
  },
  {
    category: 'bath',
    code: 'BTH',
    variants: [
      ['Waffle', 'A waffle weave that dries by the next morning.', 1],
      ['Terry', 'Six hundred grams to the square metre.', 1.15],
      ['Hemp', 'A little rough at first, which is the point.', 1.3],
    ],
    kinds: [
      ['bath towel', 'Seventy by a hundred and forty.', 29],
      ['hand towel', 'Fifty by a hundred, with a loop to hang it by.', 15],
      ['bath mat', 'Thick, and stays where it is put.', 27],
      ['dressing gown', 'Two pockets and a belt that cannot get lost.', 89],
      ['face cloth', 'Three of them, each with a loop.', 12],
      ['sauna sheet', 'Eighty by two hundred, for the top bench.', 42],
    ],
  },
  {
    category: 'tools',
    code: 'TLS',
    variants: [
      ['Apprentice', 'All that is needed, and a fair price.', 0.7],
      ['Joiner’s', 'For those who use it every day.', 1],
      ['Restorer’s', 'Fine, for work that is looked at closely.', 1.5],
    ],
    kinds: [
      ['mallet', 'Hornbeam, weighted towards the face.', 28],
      ['chisel set', 'Six of them: 6, 10, 12, 18, 24 and 32 mm.', 96],
      ['block plane', 'Fits the palm; the mouth is set with one screw.', 84],
      ['marking gauge', 'A wheel in place of a pin, for a clean line.', 36],
      ['dovetail saw', 'Sixteen teeth to the inch, filed for the rip cut.', 72],
      ['try square', 'True to two hundredths of a millimetre.', 44],
    ],
  },
  {
    category: 'toys',
    code: 'TOY',
    variants: [
      ['Wooden', 'Lime wood, left as it is.', 1],
      ['Painted', 'In six colours of a paint that may be chewed.', 1.15],
      ['Travel', 'The small one, in a cotton bag.', 0.75],
    ],
    kinds: [
      ['building blocks', 'Forty, in eleven shapes that fit each other.', 39],
      ['train', 'An engine, three wagons and a hook for more.', 34],
      ['memory game', 'Twenty-four pairs of things from the forest.', 19],
      ['spinning tops', 'Five that spin, and one that turns upside down.', 14],
      ['stacking animals', 'Nine animals that stand on each other, with patience.', 27],
      ['marble run', 'Thirty pieces and ten marbles; no two afternoons alike.', 58],
    ],
  },
  {
    category: 'pantry',
    code: 'PAN',
    variants: [
      ['Wild-flower', 'From meadows that are mown once a year.', 1],
      ['Mountain', 'Gathered above a thousand metres.', 1.35],
      ['Orchard', 'From old trees that stand far apart.', 1.1],
    ],
    kinds: [
      ['honey', 'Half a kilo, stirred until it is creamy.', 11],
      ['herb tea', 'Dried whole and cut late, forty grams.', 8],
      ['vinegar', 'Aged for a year in a small barrel.', 13],
      ['fruit spread', 'Three quarters fruit, a quarter sugar, nothing else.', 7],
      ['syrup', 'For water, and for something stronger.', 9],
      ['gift box', 'One of each, in straw, with a card to write on.', 49],
    ],
  },
]
