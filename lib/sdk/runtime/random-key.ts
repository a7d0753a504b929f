/** A random UUID (RFC 9562, section 5.4). `crypto.randomUUID` is missing in pages that come over plain HTTP. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  // The version, and the variant: 8, 9, a or b.
  const variant = (8 + ((bytes[8] ?? 0) % 4)).toString(16)
  return text.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, `$1-$2-4$3-${variant}$4-$5`)
}
