import { type Case, type Expected, faulty, ok } from './case.ts'

const query = (id: string, name: string, text: string, expect: Expected, single?: Expected): Case => ({
  id,
  name,
  request: { path: `/fixture/query?${text}` },
  expect,
  ...(single === undefined ? {} : { differs: { 'lambda-alb-single': { heading: keepsOne, expect: single } } }),
})

/** With it a name that is repeated has its last value only. */
const keepsOne = 'A load balancer without multi-value headers keeps one value of each'

/** Every answer has the default of `limit`. */
const echo = (values: object): Expected => ok({ limit: 20, ...values })

const integer = ['query', '/count', 'must be integer'] as const

export const queries: Case[] = [
  query(
    'A12',
    'a repeated key is all its values',
    'texts=a&texts=b',
    echo({ texts: ['a', 'b'] }),
    echo({ texts: ['b'] }),
  ),
  query('A12', 'an array may have one value', 'texts=a', echo({ texts: ['a'] })),
  query('A12', 'an empty value is an empty string', 'text=', echo({ text: '' })),
  query('A12', 'a key alone is an empty string', 'text', echo({ text: '' })),
  query('A12', 'a value is UTF-8', 'text=%C3%A9%E2%82%AC%F0%9F%8E%82', echo({ text: 'é€🎂' })),
  query('A12', 'a plus is a space', 'text=a+b', echo({ text: 'a b' })),
  query('A12', 'an encoded plus is a plus', 'text=a%2Bb', echo({ text: 'a+b' })),
  query('A12', 'a value is decoded once', 'text=%252B%2541', echo({ text: '%2B%41' })),
  query('A12', 'a value may hold &, = and #, encoded', 'text=a%26b%3Dc%23', echo({ text: 'a&b=c#' })),
  query('A12', 'a name is decoded too', '%74ext=a', echo({ text: 'a' })),
  query(
    'A12',
    'a value that is no array cannot be given twice',
    'text=a&text=b',
    faulty(['query', '/text', 'is given more than once']),
    echo({ text: 'b' }),
  ),
  query('A12', 'a query without anything in it is none', '', echo({})),

  query('B01', 'an integer: nothing', 'count=', faulty([...integer])),
  query('B01', 'an integer: a word', 'count=foo', faulty([...integer])),
  query('B01', 'an integer: a fraction', 'count=0.1', faulty([...integer])),
  query('B01', 'an integer: an exponent', 'count=1e3', faulty([...integer])),
  query(
    'B01',
    'an integer: more than a number can hold exactly',
    'count=9007199254740993',
    faulty(['query', '/count', 'must be an integer between -9007199254740991 and 9007199254740991']),
  ),
  query('B01', 'an integer: digits', 'count=123', echo({ count: 123 })),
  query('B01', 'an integer: below its minimum', 'count=-11', faulty(['query', '/count', 'must be >= -10'])),
  query('B01', 'a number has a fraction and an exponent', 'ratio=-1.5e2', echo({ ratio: -150 })),
  query('B01', 'a number is finite', 'ratio=1e999', faulty(['query', '/ratio', 'must be number'])),

  query('B02', 'a boolean: yes', 'flag=yes', faulty(['query', '/flag', 'must be boolean'])),
  query('B02', 'a boolean: 1', 'flag=1', faulty(['query', '/flag', 'must be boolean'])),
  query('B02', 'a boolean: true', 'flag=true', echo({ flag: true })),
  query('B02', 'a boolean: false', 'flag=false', echo({ flag: false })),

  query('B01', 'a date is a day that there is', 'day=2026-02-29', faulty(['query', '/day', 'must be a valid date'])),
  query('B01', 'a date', 'day=2028-02-29', echo({ day: '2028-02-29' })),
  query('B01', 'one of several words', 'level=middle', faulty(['query', '/level', 'must be one of "low", "high"'])),
  query('B10', 'a type that may be null', 'maybe=null', echo({ maybe: null })),
  query('B10', 'a type that may be null and is not', 'maybe=7', echo({ maybe: 7 })),
  query('B10', 'a default gives way', 'limit=5', echo({ limit: 5 })),
  query(
    'B03',
    'several faults are told at once',
    'limit=0&count=x&flag=2',
    faulty([...integer], ['query', '/flag', 'must be boolean'], ['query', '/limit', 'must be >= 1']),
  ),

  query('B04', 'an array, exploded', 'numbers=1&numbers=2', echo({ numbers: [1, 2] }), echo({ numbers: [2] })),
  query(
    'B04',
    'an array has its bounds',
    'numbers=1&numbers=2&numbers=3&numbers=4',
    faulty(['query', '/numbers', 'must have at most 3 items']),
    echo({ numbers: [4] }),
  ),
  query(
    'B04',
    'an item of an array is named',
    'numbers=1&numbers=b',
    faulty(['query', '/numbers/1', 'must be integer']),
    faulty(['query', '/numbers/0', 'must be integer']),
  ),
  query('B04', 'an array by commas', 'csv=1,2,3', echo({ csv: [1, 2, 3] })),
  query('B04', 'an array by encoded commas', 'csv=1%2C2', echo({ csv: [1, 2] })),
  query('B04', 'an array by spaces', 'spaced=1%202+3', echo({ spaced: [1, 2, 3] })),
  query('B04', 'an array by pipes', 'piped=a%7Cb', echo({ piped: ['a', 'b'] })),
  query('B04', 'an object by commas', 'point=x,1,y,2', echo({ point: { x: 1, y: 2 } })),
  query('B04', 'an object that misses a property', 'point=x,1', faulty(['query', '/point/y', 'is required'])),
  query(
    'B04',
    'a deep object',
    'filter[color]=red&filter%5Bsize%5D=4&filter[open]=true',
    echo({ filter: { color: 'red', size: 4, open: true } }),
  ),
  query('B04', 'a deep object has its types', 'filter[size]=big', faulty(['query', '/filter/size', 'must be integer'])),
  query('B04', 'an object, exploded', 'from=1&to=2', echo({ range: { from: 1, to: 2 } })),
  query('B04', 'a parameter in JSON', 'json=%7B%22x%22%3A1%2C%22y%22%3A2%7D', echo({ json: { x: 1, y: 2 } })),
  query(
    'B04',
    'a parameter that is not the JSON it should be',
    'json=%7B',
    faulty(['query', '/json', 'is not valid JSON']),
  ),

  query(
    'B07',
    'an undeclared parameter is named',
    'colour=red&limit=3',
    faulty(['query', '/colour', 'is not a parameter of this operation']),
  ),
  {
    id: 'B07',
    name: 'the contract can let undeclared parameters pass',
    request: { path: '/fixture/relaxed?colour=red&text=a' },
    expect: ok({ text: 'a' }),
  },

  query(
    'B08',
    '__proto__ in the query',
    '__proto__=x&constructor=y',
    faulty(
      ['query', '/__proto__', 'is not a parameter of this operation'],
      ['query', '/constructor', 'is not a parameter of this operation'],
    ),
  ),
  query(
    'B08',
    '__proto__ in a deep object',
    'filter[__proto__]=x',
    faulty(['query', '/filter/__proto__', 'is not allowed']),
  ),
  {
    id: 'B08',
    name: '__proto__ in a query that lets everything pass',
    request: { path: '/fixture/relaxed?__proto__=x&__proto__[polluted]=y&text=a' },
    expect: ok({ text: 'a' }),
  },
]
