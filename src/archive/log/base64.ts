/** Base64 in its one canonical form (RFC 4648, section 4, no bits left over), or null. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
