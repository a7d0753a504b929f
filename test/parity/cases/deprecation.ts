import { type Case, faulty, refused } from './case.ts'

const dates = { deprecation: '@1780272000', sunset: 'Sun, 31 Jan 2027 11:00:00 GMT' }
const links = '<https://docs.example/outgoing>; rel="deprecation", <https://docs.example/sunsets>; rel="sunset"'
const announced = { ...dates, link: links }

/** RFC 9745 and RFC 8594: whatever a deprecated operation answers, it says that it is going. */
export const deprecation: Case[] = [
  {
    id: 'F01',
    name: 'a deprecated operation says since when, until when, and where to read on, beside a link of its own',
    request: { path: '/fixture/outgoing' },
    expect: {
      status: 204,
      headers: { ...dates, link: `</fixture/note>; rel="successor-version", ${links}` },
    },
  },
  {
    id: 'F01',
    name: 'a deprecated operation says so with a problem',
    request: { path: '/fixture/outgoing?fail=true' },
    expect: refused(409, { code: 'conflict', detail: 'It is nearly gone.' }, announced),
  },
  {
    id: 'F01',
    name: 'a deprecated operation says so where it refuses a request',
    request: { path: '/fixture/outgoing?fail=perhaps' },
    expect: { ...faulty(['query', '/fail', 'must be boolean']), headers: announced },
  },
  {
    id: 'F01',
    name: 'a deprecated operation says so without a body',
    request: { method: 'HEAD', path: '/fixture/outgoing' },
    expect: {
      status: 204,
      headers: { ...dates, link: `</fixture/note>; rel="successor-version", ${links}` },
    },
  },
]
