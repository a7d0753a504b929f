const people = ['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Tony']
const families = ['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Allen', 'Hoare']
const cities = ['Berlin', 'Lisbon', 'Paris', 'Vienna', 'Oslo', 'Rome', 'Prague', 'Dublin']
const countries = ['Germany', 'Portugal', 'France', 'Austria', 'Norway', 'Italy', 'Czechia', 'Ireland']
const countryCodes = ['DE', 'PT', 'FR', 'AT', 'NO', 'IT', 'CZ', 'IE']
const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'NOK', 'CZK', 'SEK', 'PLN']
const languages = ['en', 'de', 'fr', 'pt', 'it', 'cs', 'nb', 'ga']
const colours = ['green', 'blue', 'red', 'yellow', 'white', 'black', 'orange', 'violet']
const statuses = ['active', 'pending', 'closed', 'new', 'open', 'paused', 'done', 'archived']

const from =
  (list: readonly string[]) =>
  (at: number): string =>
    list[at % list.length] ?? ''

const date = (at: number): string => new Date(Date.UTC(2026, 2, 14 + at)).toISOString().slice(0, 10)
const minute = (at: number): string => String((26 + at) % 60).padStart(2, '0')
const host = (at: number): string => (at === 0 ? 'www.example.com' : `www${at + 1}.example.com`)
const handle = (at: number): string => from(people)(at).toLowerCase()

/** The texts of each format, by their place in a series; `pad` makes one longer where the format has room for it. */
export const formats: Record<string, (at: number, pad: number) => string> = {
  date,
  'date-time': (at) => `${date(at)}T09:26:53Z`,
  time: (at) => `09:${minute(at)}:53Z`,
  duration: (at) => `P${at + 1}D`,
  email: (at, pad) => `${handle(at)}${'a'.repeat(pad)}@example.com`,
  hostname: (at, pad) => `${'a.'.repeat(Math.ceil(pad / 2))}${host(at)}`,
  ipv4: (at) => `192.0.2.${at + 1}`,
  ipv6: (at) => `2001:db8::${(at + 1).toString(16)}`,
  uri: (at, pad) => `https://example.com/${at + 1}${'a'.repeat(pad)}`,
  'uri-reference': (at, pad) => `/items/${at + 1}${'a'.repeat(pad)}`,
  'uri-template': (at, pad) => `/items/${at + 1}${'a'.repeat(pad)}/{name}`,
  uuid: (at) => `3fa85f64-5717-4562-b3fc-2c963f66af${((0xa6 + at) % 256).toString(16).padStart(2, '0')}`,
  byte: (at, pad) => Buffer.from(`${from(people)(at)}${'a'.repeat(pad)}`).toString('base64'),
  password: (at, pad) => `correct-horse-${at + 1}${'a'.repeat(pad)}`,
  'json-pointer': (at, pad) => `/items/${at}${'a'.repeat(pad)}`,
  'json-pointer-uri-fragment': (at, pad) => `#/items/${at}${'a'.repeat(pad)}`,
  'relative-json-pointer': (at, pad) => `${at}/items${'a'.repeat(pad)}`,
  regex: (at, pad) => `^[a-z]{${at + 1}}${'a'.repeat(pad)}$`,
  int32: (at) => String(at + 1),
  int64: (at) => String(at + 1),
  decimal: (at) => `${at + 19}.99`,
  // As short as can be, for schemas with a small maxLength.
  'short email': (at) => `${from(['a', 'b', 'c', 'd'])(at)}@b.co`,
  'short hostname': (at) => from(['a', 'b', 'c', 'd'])(at),
  'short uri': (at) => `a:${at}`,
  'short uri-reference': (at) => String(at),
  'short ipv6': (at) => `::${at + 1}`,
  'short ipv4': (at) => `1.1.1.${at}`,
}

for (const [name, same] of Object.entries({
  'idn-email': 'email',
  'idn-hostname': 'hostname',
  'iso-date-time': 'date-time',
  'iso-time': 'time',
  iri: 'uri',
  'iri-reference': 'uri-reference',
  url: 'uri',
})) {
  const texts = formats[same]
  if (texts !== undefined) formats[name] = texts
}

/** What a text of this name usually is, by the name's end and its place in a series; the first that fits. */
export const usual: [name: RegExp, texts: (at: number) => string][] = [
  [/e-?mail(address)?$/i, (at) => `${handle(at)}@example.com`],
  [/(first|given|fore)_?name$/i, from(people)],
  [/(last|family|sur)_?name$/i, from(families)],
  [/(user_?name|login|handle|nick(name)?)$/i, handle],
  [/(file|filename|path)$/i, (at) => `report-${at + 1}.pdf`],
  [/(host|hostname|domain)(name)?$/i, host],
  [/(full_?name|author|owner|customer|contact|person)$/i, (at) => `${from(people)(at)} ${from(families)(at)}`],
  [/name$/i, from(people)],
  [/(phone|mobile|fax)(number)?$/i, (at) => `+1 202 555 01${String(at).padStart(2, '0')}`],
  [/street$/i, (at) => `${at + 12} Main Street`],
  [/address$/i, (at) => `${at + 12} Main Street, ${from(cities)(at)}`],
  [/(city|town)$/i, from(cities)],
  [/country_?code$/i, from(countryCodes)],
  [/country$/i, from(countries)],
  [/(zip|zip_?code|post_?code|postal_?code)$/i, (at) => String(10115 + at)],
  [/currency(_?code)?$/i, from(currencies)],
  [/(lang|language|locale)$/i, from(languages)],
  [/time_?zone$/i, () => 'Europe/Berlin'],
  [/(url|uri|link|href|website|homepage|image|avatar|photo)$/i, (at) => `https://example.com/${at + 1}`],
  [
    /(created|updated|modified|deleted|expires|starts|ends|[a-z]_?)(At|_at|Time|time|timestamp)$/,
    (at) => `${date(at)}T09:26:53Z`,
  ],
  [/(date|birthday|day)$/i, date],
  [/(^|[a-z_])(id|Id|ID|key|token|code|sku)$/, (at) => String(1001 + at)],
  [/(title|subject|headline)$/i, (at) => (at === 0 ? 'A short title' : `A short title ${at + 1}`)],
  [
    /(description|text|comment|message|body|content|summary|note|detail)s?$/i,
    (at) => (at === 0 ? 'A few words' : `A few words ${at + 1}`),
  ],
  [/colou?r$/i, from(colours)],
  [/(status|state)$/i, from(statuses)],
  [/version$/i, (at) => `1.${at}.0`],
  [/(company|organi[sz]ation|vendor|supplier|brand)$/i, (at) => (at === 0 ? 'Example Ltd' : `Example Ltd ${at + 1}`)],
  [/(slug)$/i, (at) => `a-short-title-${at + 1}`],
]
