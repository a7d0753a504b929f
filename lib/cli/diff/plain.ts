/** So that no word of somebody else begins a line, which a pipeline may obey, nor moves or paints what a terminal shows. */
export const plain = (said: string): string =>
  said.replace(
    /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
