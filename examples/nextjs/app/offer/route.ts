import { LatchkeyError, readAnswer } from '@latchkey/common/client';
import { goTo, servicesFor } from '../../lib/services';

/** Takes the form and forwards it to the tickets service, which verifies the token itself. */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData();
  const { tickets, setCookies } = servicesFor(request);
  try {
    const body = JSON.stringify({ title: form.get('title'), price: Number(form.get('price')) });
    const headers = { 'Content-Type': 'application/json' };
    await readAnswer(tickets.fetch('/api/tickets', { method: 'POST', headers, body }));
    return goTo('/', setCookies);
  } catch (error) {
    if (error instanceof LatchkeyError) return new Response(error.message, { status: error.status || 503 });
    throw error;
  }
}
