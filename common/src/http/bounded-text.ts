/**
 * Reads what another service answers as UTF-8.
 * @param max bytes, after any decompression
 * @throws Error when there are more, with the stream closed
 */
export async function readBoundedText(stream: AsyncIterable<Uint8Array>, max: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > max) throw new Error(`the answer has more than ${max} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
