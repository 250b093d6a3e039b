import { raw } from 'hono/html';
import { renderSVG } from 'uqr';

/** As wide as a reader needs the margin to be (ISO/IEC 18004, section 5.3.8), in modules. */
const MARGIN = 4;

/** A QR code, drawn here: what it says is a secret, and no service of others may draw it. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class="qr" role="img" aria-label={label}>
      {raw(renderSVG(text, { border: MARGIN, ecc: 'M' }))}
    </div>
  );
}
