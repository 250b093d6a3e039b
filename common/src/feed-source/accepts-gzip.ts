/**
 * Whether a client takes gzip (RFC 9110, section 12.5.3).
 * @param header its `Accept-Encoding`
 */
export function acceptsGzip(header = ''): boolean {
  const qualities = new Map(header.split(',').map(readCoding));
  return (qualities.get('gzip') ?? qualities.get('*') ?? 0) > 0;
}

/** @returns the name of a coding, and how welcome it is, 0 to 1 */
function readCoding(text: string): [name: string, quality: number] {
  const [name, weight = 'q=1'] = text.replaceAll(/\s/g, '').toLowerCase().split(';');
  return [name!, Number(weight.slice('q='.length))];
}
