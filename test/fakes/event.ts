export { eventOf, type FakeRequest } from '../../lib/testing/event.ts'
