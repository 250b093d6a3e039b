export function loader() {
  throw new Response('Check the address, or start again from the start page.', { status: 404 });
}

/** With a component it is a page, so that the error gets one, too. */
export default function NotFound() {
  return null;
}
