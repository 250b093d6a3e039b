/** @type {import('next').NextConfig} */
export default {
  // The library reads the environment when the server runs, so it stays outside of the bundle.
  serverExternalPackages: ['@latchkey/common'],
};
