import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/home.tsx'),
  route('signup', 'routes/sign-up.tsx'),
  route('signup/invited', 'routes/sign-up-invited.tsx'),
  route('signin', 'routes/sign-in.tsx'),
  route('signout', 'routes/sign-out.tsx'),
  route('tickets', 'routes/tickets.tsx'),
  route('devices', 'routes/devices.tsx'),
  route('password', 'routes/password.tsx'),
  route('admin', 'routes/admin.tsx'),
  route('admin/invitations', 'routes/invitations.tsx'),
  route('*', 'routes/not-found.tsx'),
] satisfies RouteConfig;
