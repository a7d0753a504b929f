/** The least that a function can be: nothing is read, checked or logged. */
export const handler = async ({ pathParameters }) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: `Hello ${pathParameters?.name}` }),
})
